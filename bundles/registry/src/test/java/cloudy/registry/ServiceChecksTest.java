// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceChecksTest {

    private static LocalServices services(Run run, Outcome outcome) {
        var service = new LocalService(
                "org.example/Pads",
                "org.example",
                run,
                run == Run.UP ? "" : "the program pads",
                Instant.EPOCH,
                new LocalService.Wish(true, true, Audience.COMMUNITY),
                List.of(new LocalService.Announced(Offer.of("pads", "Pads", 9001), Map.of("mdns", outcome))));
        return new LocalServices() {
            @Override
            public List<LocalService> all() {
                return List.of(service);
            }

            @Override
            public long revision() {
                return 0;
            }

            @Override
            public void wish(String id, LocalService.Wish wish, Caller by) {}

            @Override
            public void check(String id) {}
        };
    }

    private static LocalServices services(Run run) {
        return services(run, Outcome.announced());
    }

    @Test
    void findsAProgramThatIsMissing() {
        assertThat(new ProgramsCheck(services(Run.DOWN)).look().grade()).isEqualTo(Grade.FINE);

        var found = new ProgramsCheck(services(Run.MISSING)).look();

        assertThat(found.grade()).isEqualTo(Grade.WARNING);
        assertThat(found.text().in(List.of()))
                .isEqualTo("Services lack their program: org.example/Pads: the program pads");
        assertThat(found.advice().byLanguage()).containsOnlyKeys("ca", "es", "en");
    }

    @Test
    void findsAProgramThatEndsAgainAndAgain() {
        assertThat(new CrashLoopsCheck(services(Run.UP)).look().grade()).isEqualTo(Grade.FINE);
        assertThat(new CrashLoopsCheck(services(Run.CRASH_LOOPING)).look().grade())
                .isEqualTo(Grade.FAULT);
    }

    @Test
    void findsACarrierWithoutRoom() {
        assertThat(new RoomCheck(services(Run.UP)).look().grade()).isEqualTo(Grade.FINE);
        assertThat(new RoomCheck(services(Run.UP, Outcome.noRoom("full")))
                        .look()
                        .grade())
                .isEqualTo(Grade.WARNING);
    }
}
