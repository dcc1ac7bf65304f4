// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.MemberEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinerTest {

    private static final String FIRST = "10.0.0.1:5000";
    private static final String SECOND = "10.0.0.2:5000";
    private static final String SILENT =
            " cannot be joined: nothing answers at that address: the node is off, or the address is not right";

    @TempDir
    Path folder;

    private final ManualExecutor work = new ManualExecutor();
    private final List<String> tried = new ArrayList<>();
    private final Set<String> reachable = new HashSet<>();
    private MemberView view;
    private SeenMembers seen;
    private Joiner joiner;

    @BeforeEach
    void begin() {
        build(List.of(new Endpoint("10.0.0.1", 5000), new Endpoint("10.0.0.2", 5000)));
    }

    private void build(List<Endpoint> join) {
        build(join, this::join);
    }

    private void build(List<Endpoint> join, Function<String, CompletableFuture<Integer>> way) {
        view = new MemberView("00000000000000aa", Clock.systemUTC(), () -> joiner.look());
        seen = SeenMembers.in(folder, join);
        joiner = new Joiner(join, seen, view, way, work, new Random(1));
        view.own("me");
        view.told(member("me", "10.0.0.9"));
    }

    private CompletableFuture<Integer> join(String address) {
        tried.add(address);
        if (!reachable.contains(address)) {
            return CompletableFuture.failedFuture(new IOException("dial tcp " + address + ": i/o timeout"));
        }
        view.told(member("m-" + address, address.split(":", -1)[0]));
        return CompletableFuture.completedFuture(1);
    }

    @Test
    void joinsAllAddressesOnce() {
        reachable.addAll(List.of(FIRST, SECOND));
        joiner.up();
        work.pass(Duration.ofHours(1));

        assertThat(tried).containsExactly(FIRST, SECOND);
        assertThat(joiner.problems()).isEmpty();
    }

    @Test
    void triesForEverWithGrowingPauses() {
        joiner.up();
        work.pass(Duration.ofMinutes(1));
        int first = tried.size();
        work.pass(Duration.ofHours(1));
        int perHour = tried.size() - first;

        assertThat(first).isBetween(10, 20);
        assertThat(perHour).isBetween(2 * 55, 2 * 95);
        assertThat(joiner.problems()).extracting(Texts::english).containsExactly(FIRST + SILENT, SECOND + SILENT);

        reachable.add(SECOND);
        work.pass(Duration.ofMinutes(2));
        assertThat(view.hasCompany()).isTrue();
        assertThat(joiner.problems()).hasSize(1);
    }

    @Test
    void anAddressThatComesBackIsJoinedThoughOthersAreThere() {
        reachable.add(FIRST);
        joiner.up();
        work.pass(Duration.ofMinutes(10));
        reachable.add(SECOND);
        work.pass(Duration.ofMinutes(2));

        assertThat(view.member("m-" + SECOND)).isPresent();
        int all = tried.size();
        work.pass(Duration.ofHours(2));
        assertThat(tried).hasSize(all);
    }

    @Test
    void membersSeenBeforeAreTheWayBack() {
        reachable.add(FIRST);
        joiner.up();
        work.pass(Duration.ofMinutes(1));
        view.told(member("other", "10.0.0.7"));
        joiner.save();
        joiner.down();
        tried.clear();
        reachable.clear();
        reachable.add("10.0.0.7:5000");

        build(List.of(new Endpoint("10.0.0.1", 5000)));
        joiner.up();
        work.pass(Duration.ofMinutes(1));

        assertThat(view.hasCompany()).isTrue();
    }

    @Test
    void aLostMemberIsLookedForAndFound() {
        reachable.add(FIRST);
        build(List.of(new Endpoint("10.0.0.1", 5000)));
        joiner.up();
        work.run();
        tried.clear();

        view.told(new MemberEvent("member-failed", member("m-" + FIRST, "10.0.0.1")));
        work.pass(Duration.ofSeconds(60));

        assertThat(tried).contains(FIRST);
        assertThat(view.hasCompany()).isTrue();
    }

    @Test
    void fewOfManyLookForOneThatIsLost() {
        reachable.add(FIRST);
        build(List.of(new Endpoint("10.0.0.1", 5000)));
        joiner.up();
        work.run();
        for (int i = 0; i < 1_000; i++) {
            view.told(member("m" + i, "10.1.0.1"));
        }
        tried.clear();
        view.told(new MemberEvent("member-failed", member("m7", "10.1.0.1")));
        work.pass(Duration.ofHours(1));

        assertThat(tried).hasSizeLessThan(5);
    }

    @Test
    void aNodeThatJoinsNobodyIsQuiet() {
        build(List.of());
        joiner.up();
        work.pass(Duration.ofHours(1));

        assertThat(tried).isEmpty();
        assertThat(work.waiting()).isZero();
    }

    @Test
    void nothingIsTriedWhileTheAgentIsAway() {
        joiner.up();
        work.run();
        joiner.down();
        tried.clear();
        work.pass(Duration.ofHours(1));

        assertThat(tried).isEmpty();
    }

    @Test
    void whatSerfSaysIsPutPlainly() {
        assertThat(JoinFailure.inPlainWords(new IOException("x: No installed keys could decrypt the message"))
                        .english())
                .contains("another key", "encryptKey");
        assertThat(JoinFailure.inPlainWords(
                                new IOException("Remote state is encrypted and encryption is not configured"))
                        .english())
                .contains("this node none");
        String failed = "1 error occurred:\n\t* Failed to join 10.0.0.1: dial tcp 10.0.0.1:5000: connect: ";
        assertThat(JoinFailure.inPlainWords(new IOException(failed + "connection refused"))
                        .english())
                .contains("no Serf on that port");
        assertThat(JoinFailure.inPlainWords(new IOException(failed + "no route to host"))
                        .english())
                .startsWith("nothing answers");
        assertThat(JoinFailure.inPlainWords(new IOException("lookup nowhere on 10.0.0.1:53: no such host"))
                        .english())
                .contains("that name");
        assertThat(JoinFailure.inPlainWords(new IOException("a\n\tb" + "x".repeat(500)))
                        .english())
                .startsWith("a b")
                .hasSizeLessThan(210);
    }

    @Test
    void anAnswerForAnAgentThatIsGoneCountsForNothing() {
        var answers = new ArrayList<CompletableFuture<Integer>>();
        build(List.of(new Endpoint("10.0.0.1", 5000)), address -> {
            tried.add(address);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        });
        joiner.up();
        joiner.down();
        answers.get(0).completeExceptionally(new IOException("connection refused"));
        joiner.up();
        work.run();

        assertThat(joiner.problems()).isEmpty();
        assertThat(tried).containsExactly(FIRST, FIRST);
    }

    @Test
    void anAddressThatTakesLongIsNotTriedTwiceAtATime() {
        build(List.of(new Endpoint("10.0.0.1", 5000)), address -> {
            tried.add(address);
            return new CompletableFuture<>();
        });
        joiner.up();
        work.pass(Duration.ofHours(1));

        assertThat(tried).hasSize(1);
    }

    @Test
    void whoIsLeftAloneTriesEverybodyAgainAtOnce() {
        reachable.addAll(List.of(FIRST, SECOND));
        joiner.up();
        work.pass(Duration.ofHours(1));
        tried.clear();

        view.told(new MemberEvent("member-failed", member("m-" + FIRST, "10.0.0.1")));
        view.told(new MemberEvent("member-failed", member("m-" + SECOND, "10.0.0.2")));
        reachable.clear();
        work.pass(Duration.ofSeconds(2));
        assertThat(tried).contains(FIRST, SECOND);

        tried.clear();
        reachable.add(SECOND);
        work.pass(Duration.ofMinutes(1));
        assertThat(view.hasCompany()).isTrue();
    }

    @Test
    void aProblemThatIsOverIsNotTold() {
        reachable.add(FIRST);
        joiner.up();
        work.run();
        assertThat(joiner.problems()).hasSize(1);

        reachable.add(SECOND);
        work.pass(Duration.ofMinutes(2));
        assertThat(joiner.problems()).isEmpty();
    }

    @Test
    void ofTheMembersSeenBeforeFewAreTriedAtATime() {
        build(List.of(new Endpoint("10.0.0.1", 5000)));
        var present = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            present.add("10.0.5." + i + ":5000");
        }
        seen.met(present);
        joiner.up();
        assertThat(tried).hasSize(4).startsWith(FIRST);

        work.pass(Duration.ofMinutes(30));
        assertThat(new HashSet<>(tried).size()).as("all get their turn").isGreaterThan(50);
    }

    @Test
    void whoWasMetIsWrittenDownSoonAndThenSeldom() throws IOException {
        reachable.add(FIRST);
        build(List.of(new Endpoint("10.0.0.1", 5000)));
        joiner.up();
        work.pass(Duration.ofSeconds(4));
        Path file = folder.resolve("members");
        assertThat(file).content().contains(FIRST);

        Files.delete(file);
        view.told(member("late", "10.0.0.7"));
        work.pass(Duration.ofMinutes(9));
        assertThat(file).doesNotExist();
        work.pass(Duration.ofMinutes(2));
        assertThat(file).content().contains("10.0.0.7:5000");
    }

    private static Member member(String name, String address) {
        return new Member(name, Optional.of(TestNode.address(address)), 5000, Map.of(), "alive");
    }
}
