// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.network.Outcome;
import cloudy.api.notice.Notices.Urgency;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import cloudy.testing.SetClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceWatchTest {

    /** What the registry has, as the test says. */
    private static final class Fixed implements LocalServices {
        private List<LocalService> all = List.of();

        @Override
        public List<LocalService> all() {
            return all;
        }

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public void wish(String id, LocalService.Wish wish, Caller by) {}

        @Override
        public void check(String id) {}
    }

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock();
    private final Fixed services = new Fixed();
    private NoticeBoard board;
    private ServiceWatch watch;

    @BeforeEach
    void open() {
        board = new NoticeBoard(folder, clock, Duration.ofHours(1));
        watch = new ServiceWatch(services, board, clock, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        watch.close();
        board.close();
    }

    private void see(Run run, LocalService.Announced... offers) {
        services.all = List.of(new LocalService(
                "org.example/Pads",
                "org.example",
                run,
                run == Run.UP ? "" : "nobody answers",
                clock.instant(),
                new LocalService.Wish(true, true, Audience.COMMUNITY),
                List.of(offers)));
        watch.look();
    }

    @Test
    void raisesAWithdrawnServiceAtOnceAndClearsItWhenItIsBack() {
        clock.pass(Duration.ofMinutes(2));
        see(Run.UP);
        see(Run.FAILING);
        assertThat(board.all()).isEmpty();

        see(Run.DOWN);
        see(Run.DOWN);

        assertThat(board.all()).singleElement().satisfies(notice -> {
            assertThat(notice.id()).isEqualTo("service:org.example:Pads");
            assertThat(notice.urgency()).isEqualTo(Urgency.FAULT);
            assertThat(notice.text().in(List.of()))
                    .isEqualTo("The service org.example/Pads does not work and is not announced: nobody answers");
            assertThat(notice.text().byLanguage()).containsOnlyKeys("ca", "es", "en");
        });
        see(Run.STARTING);
        assertThat(board.all()).hasSize(1);
        see(Run.UP);
        assertThat(board.all()).isEmpty();
    }

    @Test
    void givesAServiceThatHasJustComeAMinute() {
        see(Run.DOWN);
        clock.pass(Duration.ofSeconds(59));
        see(Run.DOWN);
        assertThat(board.all()).isEmpty();

        clock.pass(Duration.ofSeconds(1));
        see(Run.DOWN);

        assertThat(board.all()).hasSize(1);
    }

    @Test
    void saysWhatIsWrong() {
        see(Run.CRASH_LOOPING);
        assertThat(board.all().get(0).text().in(List.of())).contains("ends again and again");
        assertThat(board.all().get(0).urgency()).isEqualTo(Urgency.FAULT);

        see(Run.MISSING);
        assertThat(board.all().get(0).text().in(List.of())).contains("lacks a program: nobody answers");
        assertThat(board.all().get(0).urgency()).isEqualTo(Urgency.WARNING);

        see(Run.MISCONFIGURED);
        assertThat(board.all()).hasSize(1);
        assertThat(board.all().get(0).text().in(List.of())).contains("as it is set up");
    }

    @Test
    void raisesACarrierWithoutRoom() {
        clock.pass(Duration.ofMinutes(2));
        var offer = Offer.of("pads", "Pads", 9001);
        see(Run.UP, new LocalService.Announced(offer, Map.of("serf", Outcome.noRoom("full"))));

        assertThat(board.all()).extracting(Notice::id).containsExactly("room:org.example:Pads:serf");

        see(Run.UP, new LocalService.Announced(offer, Map.of("serf", Outcome.announced())));
        assertThat(board.all()).isEmpty();
    }

    @Test
    void forgetsServicesThatAreGoneOnlyWhenAllHaveCome() {
        board.raise("service:org.example/Gone", Urgency.FAULT, Sample.FULL);
        board.raise("doctor:clock", Urgency.FAULT, Sample.FULL);

        see(Run.UP);
        assertThat(board.all()).hasSize(2);

        clock.pass(Duration.ofMinutes(1));
        see(Run.UP);
        assertThat(board.all()).extracting(Notice::id).containsExactly("doctor:clock");
    }

    @Test
    void keepsWhatStoodBeforeARestartWhileItIsStillSo() {
        board.raise("service:org.example/Pads", Urgency.FAULT, Sample.FULL);

        see(Run.DOWN);
        clock.pass(Duration.ofMinutes(2));
        see(Run.DOWN);

        assertThat(board.all()).hasSize(1);
        assertThat(board.all().get(0).since()).isEqualTo(SetClock.NOON);
    }
}
