// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCheckTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    private TestNode node;

    @BeforeEach
    void makeNode() throws IOException {
        node = new TestNode(folder);
        node.clock = Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Test
    void remindsOfTheRecoveryKeyThatWasPutOff() {
        node.with("recipient", "");

        Finding finding = after(Duration.ZERO);

        assertThat(finding.grade()).isEqualTo(Grade.WARNING);
        assertThat(finding.text().english()).startsWith("There is no recovery key yet");
        assertThat(finding.advice().english()).contains("System, Backups");
    }

    @Test
    void isContentUntilTheLastOneIsTwoPeriodsOld() {
        assertThat(after(Duration.ZERO).grade()).isEqualTo(Grade.SKIPPED);
        node.backup();

        assertThat(after(Duration.ofDays(13)).grade()).isEqualTo(Grade.FINE);
        Finding late = after(Duration.ofDays(15));
        assertThat(late.grade()).isEqualTo(Grade.WARNING);
        assertThat(late.text().english()).startsWith("The last backup of the node is of 2026-03-01");
        node.with("schedule", "daily");
        assertThat(after(Duration.ofDays(3)).grade()).isEqualTo(Grade.WARNING);
        node.with("schedule", "never");
        assertThat(after(Duration.ofDays(900)).grade()).isEqualTo(Grade.FINE);
    }

    @Test
    void saysThatNoneWasEverMadeThoughItShouldHaveBeen() {
        new History(node.place.data().resolve("backup/history.json")).scheduled(true, NOW);

        assertThat(after(Duration.ofDays(13)).grade()).isEqualTo(Grade.SKIPPED);
        Finding late = after(Duration.ofDays(15));
        assertThat(late.grade()).isEqualTo(Grade.WARNING);
        assertThat(late.text().english()).isEqualTo("No backup of the node has been made yet.");
    }

    @Test
    void saysThatTheLastOneFailedUntilOneIsMade() {
        node.with(new Said("cloudy.pads", () -> {
            throw new IOException("the disk is gone");
        }));
        node.backup();
        assertThat(after(Duration.ZERO).text().english()).isEqualTo("The last backup of the node could not be made.");
        // One service alone is not the node.
        node.backups().create("cloudy.node", Reason.ASKED, Caller.node());
        assertThat(node.jobs.reason()).isEmpty();
        assertThat(after(Duration.ZERO).grade()).isEqualTo(Grade.WARNING);

        node.forget();
        node.backup();
        assertThat(after(Duration.ZERO).grade()).isEqualTo(Grade.FINE);
    }

    @Test
    void tellsTheDoctorAtOnce() {
        var told = new java.util.ArrayList<String>();
        NodeBackups backups = node.backups();
        backups.sinks = List.of(event -> told.add(event.type() + ' ' + event.subject()));

        backups.create("", Reason.ASKED, Caller.node());

        assertThat(told).containsExactly("check backup");
    }

    private Finding after(Duration time) {
        return new BackupCheck(node.backups(), Clock.fixed(NOW.plus(time), ZoneOffset.UTC)).look();
    }
}
