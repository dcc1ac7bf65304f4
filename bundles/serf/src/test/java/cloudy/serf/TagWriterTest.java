// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Offer;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TagWriterTest {

    private final ManualExecutor work = new ManualExecutor();
    private final List<Optional<String>> written = new ArrayList<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private Optional<Texts> withheld = Optional.empty();
    private final LastWrite lastWrite = new LastWrite();
    private String error = "";
    private Optional<CompletableFuture<Void>> slow = Optional.empty();

    private final TagWriter writer = new TagWriter(
            () -> new TagWriter.Place("a.guifi.local", Optional.of(TestNode.address("10.0.0.1")), withheld, List.of()),
            work,
            work::nanoTime,
            lastWrite);

    private final TagWriter.Tag tag = value -> {
        written.add(value);
        if (slow.isPresent()) {
            return slow.get();
        }
        return error.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IOException(error));
    };

    @Test
    void theFirstChangeGoesOutAtOnceAndTheNextAfterFiveSeconds() {
        writer.up(tag, Map.of());
        want(1);
        work.run();
        assertThat(written).hasSize(1);
        assertThat(outcomes).containsEntry("id0", Outcome.announced());

        want(2);
        want(3);
        work.pass(Duration.ofMillis(4_900));
        assertThat(written).hasSize(1);
        assertThat(outcomes).doesNotContainKey("id2");
        work.pass(Duration.ofMillis(200));
        assertThat(written).hasSize(2);
        assertThat(types(1)).hasSize(3);
        assertThat(outcomes).containsEntry("id2", Outcome.announced());
    }

    @Test
    void whatStandsThereIsNotWrittenAgain() {
        writer.up(tag, Map.of());
        want(2);
        work.run();
        Map<String, String> now = Map.of("services", written.get(0).orElseThrow());

        want(2);
        work.pass(Duration.ofMinutes(1));
        writer.stands(now);
        writer.down(Texts.of("gone"));
        writer.up(tag, now);
        work.pass(Duration.ofMinutes(1));

        assertThat(written).hasSize(1);
        assertThat(outcomes).containsEntry("id1", Outcome.announced());
    }

    @Test
    void aNewAgentIsGivenTheTagAgain() {
        writer.up(tag, Map.of());
        want(1);
        work.run();

        writer.down(Texts.of("the agent ended"));
        assertThat(outcomes.get("id0")).isEqualTo(Outcome.withheld("the agent ended"));
        writer.up(tag, Map.of());
        work.pass(Duration.ofSeconds(6));

        assertThat(written).hasSize(2).containsOnly(written.get(0));
        assertThat(outcomes).containsEntry("id0", Outcome.announced());
    }

    @Test
    void nothingIsWrittenBeforeSomebodyWantsSomething() {
        writer.up(tag, Map.of("services", "old"));
        work.pass(Duration.ofMinutes(1));
        assertThat(written).isEmpty();

        want(0);
        work.run();
        assertThat(written).containsExactly(Optional.empty());
    }

    @Test
    void publishingSwitchedOffTakesTheTagAway() {
        writer.up(tag, Map.of());
        want(1);
        work.run();

        withheld = Optional.of(Texts.of("publishing is switched off"));
        work.pass(Duration.ofSeconds(6));
        writer.look();
        work.run();

        assertThat(written).hasSize(2).endsWith(Optional.empty());
        assertThat(outcomes).containsEntry("id0", Outcome.withheld("publishing is switched off"));
    }

    @Test
    void otherTagsTakeRoom() {
        writer.up(tag, Map.of("extraInfo", "x".repeat(225)));
        want(20);
        work.run();
        long before = announced();
        assertThat(before).isBetween(1L, 19L);
        assertThat(outcomes).hasSize(20);
        assertThat(written.get(0).orElseThrow().length()).isLessThanOrEqualTo(512 - 225);

        writer.stands(Map.of("services", written.get(0).orElseThrow()));
        work.pass(Duration.ofSeconds(6));

        assertThat(announced()).isGreaterThan(before);
        assertThat(types(1)).hasSize((int) announced());
    }

    private long announced() {
        return outcomes.values().stream()
                .filter(outcome -> outcome.kind() == Outcome.Kind.ANNOUNCED)
                .count();
    }

    @Test
    void tagsThatTheAgentFindsTooLargeAreMadeSmaller() {
        error = "Encoded length of tags exceeds limit of 512 bytes";
        writer.up(tag, Map.of());
        want(4);
        work.run();
        work.pass(Duration.ofSeconds(30));
        assertThat(written.size()).isGreaterThan(1);
        error = "";
        work.pass(Duration.ofMinutes(3));

        assertThat(outcomes.values()).anyMatch(outcome -> outcome.kind() == Outcome.Kind.ANNOUNCED);
    }

    @Test
    void aTagThatOnlyTakesLongToSpreadIsSet() {
        error = "timeout waiting for update broadcast";
        writer.up(tag, Map.of());
        want(1);
        work.pass(Duration.ofMinutes(1));

        assertThat(written).hasSize(1);
        assertThat(outcomes).containsEntry("id0", Outcome.announced());
    }

    @Test
    void anotherErrorIsToldAndTriedAgain() {
        error = "no memory";
        writer.up(tag, Map.of());
        want(1);
        work.run();
        assertThat(outcomes.get("id0").reason()).isEqualTo("the Serf agent says: no memory");

        error = "";
        work.pass(Duration.ofSeconds(11));
        assertThat(outcomes).containsEntry("id0", Outcome.announced());
    }

    @Test
    void anAnswerOfAnAgentThatIsGoneCountsForNothing() {
        var never = new CompletableFuture<Void>();
        slow = Optional.of(never);
        writer.up(tag, Map.of());
        want(1);
        work.run();
        writer.down(Texts.of("gone"));
        slow = Optional.empty();
        never.complete(null);
        work.run();

        assertThat(outcomes).containsEntry("id0", Outcome.withheld("gone"));
    }

    @Test
    void theNextWriterKeepsThePauseOfTheLastOne() {
        writer.up(tag, Map.of());
        want(1);
        work.run();
        var next = new TagWriter(
                () -> new TagWriter.Place(
                        "a.guifi.local", Optional.of(TestNode.address("10.0.0.1")), Optional.empty(), List.of()),
                work,
                work::nanoTime,
                lastWrite);
        next.up(tag, Map.of("services", written.get(0).orElseThrow()));
        next.want(List.of(new Wanted("other", Offer.of("other", "Other", 1))), outcomes::putAll);
        work.pass(Duration.ofMillis(4_900));
        assertThat(written).hasSize(1);

        work.pass(Duration.ofMillis(200));
        assertThat(written).hasSize(2);
    }

    @Test
    void whatSomebodyElseWroteIsSetRight() {
        writer.up(tag, Map.of());
        want(1);
        work.pass(Duration.ofMinutes(1));

        writer.stands(Map.of("services", "somebody else's"));
        work.run();
        assertThat(written).hasSize(2).containsOnly(written.get(0));
        writer.stands(Map.of("services", "somebody else's again"));
        work.pass(Duration.ofSeconds(4));
        assertThat(written)
                .as("not even then more often than every five seconds")
                .hasSize(2);
    }

    @Test
    void whatChangesWhileItIsWrittenIsWrittenNext() {
        var first = new CompletableFuture<Void>();
        slow = Optional.of(first);
        writer.up(tag, Map.of());
        want(1);
        want(2);
        work.pass(Duration.ofSeconds(10));
        assertThat(written).as("one at a time").hasSize(1);

        slow = Optional.empty();
        first.complete(null);
        work.run();
        assertThat(written).hasSize(2);
        assertThat(types(1)).hasSize(2);
    }

    @Test
    void aChangeThatIsTakenBackInTimeIsNeverWritten() {
        writer.up(tag, Map.of());
        want(1);
        work.run();
        want(3);
        work.pass(Duration.ofSeconds(2));
        want(1);
        work.pass(Duration.ofMinutes(1));

        assertThat(written).hasSize(1);
    }

    private void want(int count) {
        var wanted = new ArrayList<Wanted>();
        for (int i = 0; i < count; i++) {
            wanted.add(new Wanted("id" + i, Offer.of("type" + i, "Service " + i, 1000 + i)));
        }
        writer.want(wanted, outcomes::putAll);
    }

    private List<String> types(int write) {
        return ServicesTag.decode(written.get(write).orElseThrow()).records().stream()
                .map(ServiceRecord::type)
                .toList();
    }
}
