// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.MemberEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameGuardTest {

    private static final String ID = "00000000000000aa";
    private static final String OWN = ID + "-10.0.0.1-5000";
    private static final String OLD = ID + "-10.0.0.2-5000";

    @TempDir
    Path folder;

    private final ManualExecutor work = new ManualExecutor();
    private final List<String> forgotten = new ArrayList<>();
    private final MemberView view = new MemberView(ID, Clock.systemUTC(), () -> {});
    private boolean answers;
    private NameGuard guard;

    @BeforeEach
    void begin() {
        view.own(OWN);
        view.told(member(OWN, "10.0.0.1", "alive"));
        guard = guard(endpoint -> CompletableFuture.completedFuture(answers));
    }

    @Test
    void aNameOfBeforeThatFailedIsForgotten() {
        view.told(member(OLD, "10.0.0.2", "failed"));
        guard.look();

        assertThat(forgotten).containsExactly(OLD);
        assertThat(guard.warnings()).isEmpty();
    }

    @Test
    void aNameOfBeforeThatIsStillThoughtAliveIsForgottenToo() {
        view.told(member(OLD, "10.0.0.2", "alive"));
        guard.look();
        work.run();

        assertThat(forgotten).containsExactly(OLD);
        assertThat(guard.warnings()).isEmpty();
    }

    @Test
    void whoAnswersUnderOurIdIsACopyAndIsLeftAlone() {
        answers = true;
        view.told(member(OLD, "10.0.0.2", "alive"));
        guard.look();
        work.pass(Duration.ofMinutes(5));

        assertThat(forgotten).isEmpty();
        assertThat(guard.warnings()).hasSize(1);
        assertThat(guard.warnings().get(0).english()).contains("10.0.0.2:5000", "data folder was copied", "data/node");

        view.told(new MemberEvent("member-leave", member(OLD, "10.0.0.2", "left")));
        guard.look();
        assertThat(guard.warnings()).isEmpty();
        assertThat(forgotten).containsExactly(OLD);
    }

    @Test
    void askingTheClusterToForgetGrowsRare() {
        view.told(member(OLD, "10.0.0.2", "failed"));
        guard.look();
        work.pass(Duration.ofHours(1));

        assertThat(forgotten.size()).isBetween(3, 12);
    }

    @Test
    void otherMembersAreNotOurBusiness() {
        view.told(member("00000000000000bb-10.0.0.2-5000", "10.0.0.2", "failed"));
        view.told(member("old-node", "10.0.0.3", "failed"));
        guard.look();

        assertThat(forgotten).isEmpty();
        assertThat(work.waiting()).isZero();
    }

    @Test
    void namesThatNobodyHereKnowsAreForgottenWhenMoreMembersCome() {
        var names = new PastNames(folder, ID);
        names.has(OLD);
        names.has(OWN);
        begin();
        guard.look();
        assertThat(forgotten).isEmpty();

        view.told(member("other", "10.0.0.3", "alive"));
        guard.look();
        guard.look();
        assertThat(forgotten).containsExactly(OLD);
    }

    @Test
    void aTwinThatTheAgentLogsIsWarnedOfForAWhile() {
        String line =
                "2026/11/22 02:39:53 [ERR] serf: Node name conflicts with another node at 127.77.0.1:7946. Names must"
                        + " be unique! (Resolution enabled: true)";
        AgentLog.twin(line).ifPresent(guard::twin);
        assertThat(guard.warnings()).hasSize(1);
        assertThat(guard.warnings().get(0).english()).contains("127.77.0.1:7946");

        AgentLog.twin("2026/11/22 02:39:56 [WARN] serf: minority in name conflict resolution, quitting [0 / 1]")
                .ifPresent(guard::twin);
        assertThat(guard.warnings().get(0).english()).contains("127.77.0.1:7946");

        work.pass(Duration.ofMinutes(6));
        assertThat(guard.warnings()).isEmpty();
    }

    @Test
    void aVoteWithoutOurVoteIsAboutOurName() {
        guard.askedWhose();
        guard.answeredWhose();
        work.pass(Duration.ofSeconds(2));
        assertThat(guard.warnings()).isEmpty();

        guard.askedWhose();
        guard.askedWhose();
        work.pass(Duration.ofSeconds(2));
        assertThat(guard.warnings()).hasSize(1);
    }

    @Test
    void linesOfTheLogNameMembers() {
        assertThat(AgentLog.member("2026/11/22 02:24:09 [INFO] serf: EventMemberUpdate: B"))
                .contains("B");
        assertThat(AgentLog.member("2026/11/22 02:24:09 [INFO] serf: EventMemberJoin: a b 127.77.0.2"))
                .contains("a b");
        assertThat(AgentLog.member("[INFO] serf: EventMemberFailed: n 127.77.0.2"))
                .contains("n");
        assertThat(AgentLog.member("2026/11/22 02:24:09 [INFO] agent: Received event: member-join"))
                .isEmpty();
        assertThat(AgentLog.twin("nothing of interest")).isEmpty();
        assertThat(AgentLog.isConflictAsked("x [DEBUG] serf: messageQueryType: _serf_conflict"))
                .isTrue();
        assertThat(AgentLog.isConflictAnswered("x [DEBUG] serf: Got conflict resolution query for 'A'"))
                .isTrue();
    }

    @Test
    void whoCannotBeAskedIsTakenForGone() {
        guard = guard(endpoint -> CompletableFuture.failedFuture(new java.io.IOException("unreachable")));
        view.told(member(OLD, "10.0.0.2", "alive"));
        guard.look();
        work.run();

        assertThat(forgotten).containsExactly(OLD);
    }

    @Test
    void aCopyIsAskedForAgainAndAgainButNotTwiceAtATime() {
        var pending = new ArrayList<CompletableFuture<Boolean>>();
        guard = guard(endpoint -> {
            pending.add(new CompletableFuture<>());
            return pending.get(pending.size() - 1);
        });
        view.told(member(OLD, "10.0.0.2", "alive"));
        guard.look();
        guard.look();
        work.pass(Duration.ofMinutes(1));
        assertThat(pending).hasSize(1);

        pending.get(0).complete(true);
        work.pass(Duration.ofSeconds(11));
        assertThat(pending).hasSize(2);
        assertThat(guard.warnings()).hasSize(1);
    }

    @Test
    void anAnswerThatComesWhenItHasGoneCountsForNothing() {
        var late = new CompletableFuture<Boolean>();
        guard = guard(endpoint -> late);
        view.told(member(OLD, "10.0.0.2", "alive"));
        guard.look();
        view.told(new MemberEvent("member-reap", member(OLD, "10.0.0.2", "left")));
        late.complete(true);
        work.run();

        assertThat(guard.warnings()).isEmpty();
        assertThat(forgotten).isEmpty();
    }

    @Test
    void aCopyThatEndsIsForgottenThoughItWasWarnedOf() {
        answers = true;
        view.told(member(OLD, "10.0.0.2", "alive"));
        guard.look();
        work.run();
        answers = false;
        work.pass(Duration.ofSeconds(11));

        assertThat(guard.warnings()).isEmpty();
        assertThat(forgotten).containsExactly(OLD);
    }

    @Test
    void aNewAgentIsToldAnewWhatTheLastOneForgot() {
        view.told(member(OLD, "10.0.0.2", "failed"));
        guard.look();
        guard.look();
        assertThat(forgotten).hasSize(1);

        guard.up(OWN);
        guard.look();
        assertThat(forgotten).containsExactly(OLD, OLD);
    }

    @Test
    void whoIsLeavingIsForgottenWhenItHasGone() {
        view.told(member(OLD, "10.0.0.2", "leaving"));
        guard.look();
        assertThat(forgotten).isEmpty();

        view.told(member(OLD, "10.0.0.2", "left"));
        work.pass(Duration.ofSeconds(11));
        assertThat(forgotten).containsExactly(OLD);
    }

    private NameGuard guard(Function<Endpoint, CompletableFuture<Boolean>> reach) {
        var made = new NameGuard(
                ID,
                view,
                new PastNames(folder, ID),
                new NameGuard.Reach(reach, name -> {
                    forgotten.add(name);
                    return CompletableFuture.completedFuture(null);
                }),
                work,
                work::nanoTime);
        made.up(OWN);
        return made;
    }

    private static Member member(String name, String address, String status) {
        return new Member(name, Optional.of(TestNode.address(address)), 5000, Map.of(), status);
    }
}
