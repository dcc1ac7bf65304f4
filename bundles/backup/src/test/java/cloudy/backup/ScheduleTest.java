// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {

    private static final Plan PLAN = new Plan(Duration.ofDays(1), LocalTime.of(3, 0), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path file;
    private final SetClock clock = new SetClock(Instant.parse("2026-01-10T02:00:00Z"));
    private Optional<Plan> plan = Optional.of(PLAN);
    private final AtomicInteger made = new AtomicInteger();

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("backup/history.json");
    }

    @Test
    void makesOneANightAlsoOverARestart() {
        try (Schedule schedule = schedule()) {
            schedule.look();
            assertThat(made).hasValue(0);
            clock.set(Instant.parse("2026-01-10T03:00:00Z"));
            schedule.look();
            schedule.look();
            assertThat(made).hasValue(1);
        }
        clock.set(Instant.parse("2026-01-10T03:20:00Z"));
        try (Schedule schedule = schedule()) {
            clock.set(Instant.parse("2026-01-10T03:40:00Z"));
            schedule.look();
            assertThat(made).hasValue(1);
            clock.set(Instant.parse("2026-01-11T03:00:00Z"));
            schedule.look();
            assertThat(made).hasValue(2);
        }
    }

    @Test
    void goesOnWhenOneCannotBeBegun() {
        try (Schedule schedule = new Schedule(() -> plan, new History(file), clock, () -> {
            made.incrementAndGet();
            throw new IllegalStateException("too many jobs");
        })) {
            clock.set(Instant.parse("2026-01-10T03:00:00Z"));
            schedule.look();
            clock.set(Instant.parse("2026-01-11T03:00:00Z"));
            schedule.look();
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void notesSinceWhenThereIsAPlan() {
        try (Schedule schedule = schedule()) {
            schedule.look();
            assertThat(new History(file).past().since()).contains(clock.instant());
            plan = Optional.empty();
            schedule.look();
            assertThat(new History(file).past().since()).isEmpty();
        }
    }

    @Test
    void beginsAnewWhenTheFileIsBroken() throws IOException {
        Files.createDirectories(file.getParent());
        for (String broken : new String[] {"", "{", "{\"tried\": \"yesterday\"}", "[]", "x".repeat(10_000)}) {
            Files.writeString(file, broken);
            assertThat(new History(file).past()).as(broken).isEqualTo(History.Past.NONE);
        }
    }

    private Schedule schedule() {
        return new Schedule(() -> plan, new History(file), clock, made::incrementAndGet);
    }
}
