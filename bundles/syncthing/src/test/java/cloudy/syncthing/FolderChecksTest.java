// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static cloudy.syncthing.ConnectActionTest.answer;
import static cloudy.syncthing.ConnectActionTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.testing.Announced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with the folders, done to them. */
class FolderChecksTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final long GB = 1_000_000_000;

    @TempDir
    private Path folder;

    private FakeSyncthing fake;
    private SyncthingService service;

    @BeforeEach
    void attach() throws IOException {
        fake = new FakeSyncthing();
        service = fake.service(folder.resolve("state"));
        shares("");
    }

    @AfterEach
    void stop() {
        service.stop();
        fake.close();
    }

    @Test
    void saysThatTheDiskIsNearlyFull() throws Exception {
        assertThat(disk(100 * GB, 3 * GB).grade()).isEqualTo(Grade.FINE);
        assertThat(disk(100 * GB, 2 * GB - 1).grade()).isEqualTo(Grade.WARNING);
        assertThat(disk(100 * GB, GB - 1)).satisfies(full -> {
            assertThat(full.grade()).isEqualTo(Grade.FAULT);
            assertThat(full.text().in(List.of())).contains(folder.toString(), "only 999 MB", "stores nothing more");
        });
    }

    @Test
    void knowsTheLimitThatTheFolderHas() throws Exception {
        shares(", \"minDiskFree\": {\"value\": 5, \"unit\": \"GB\"}");
        assertThat(disk(100 * GB, 4 * GB).grade()).isEqualTo(Grade.FAULT);

        shares(", \"minDiskFree\": {\"value\": 0, \"unit\": \"%\"}");
        assertThat(disk(100 * GB, GB / 2).grade()).isEqualTo(Grade.WARNING);
    }

    @Test
    void looksAtTheRealDisk() throws Exception {
        assertThat(new DiskCheck(service).look().text().in(List.of())).isNotBlank();
    }

    private Finding disk(long total, long free) throws Exception {
        return new DiskCheck(service, path -> new DiskCheck.Space(total, free)).look();
    }

    @Test
    void saysThatAClockIsApart() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Path file = Files.writeString(deep.resolve("poem"), "poem");
        Files.setLastModifiedTime(file, FileTime.from(NOON.plus(Duration.ofMinutes(4))));
        var check = new ClockCheck(service, Clock.fixed(NOON, ZoneOffset.UTC));
        assertThat(check.look().grade()).isEqualTo(Grade.FINE);

        Files.setLastModifiedTime(file, FileTime.from(NOON.plus(Duration.ofDays(40))));

        assertThat(check.look().grade()).isEqualTo(Grade.WARNING);
        assertThat(check.look().text().in(List.of())).contains("(" + folder + ": a/b/poem)");
    }

    @Test
    @EnabledIf("cloudy.syncthing.RealSyncthing#isInstalled")
    void repeatsWhySyncthingItselfTouchesAFolderNoMore() throws Exception {
        try (var anna = new RealSyncthing(folder, "anna")) {
            anna.awaitUp();
            var operations = new SyncthingOperations(Announced.of(), anna.service);
            answer(operations, "addSyncthingFolder", Map.of(), Map.of("id", "notes", "path", "notes"));
            Path mark = anna.folder.resolve("folders/notes/.stfolder");
            await(() -> Files.exists(mark));
            assertThat(new FoldersCheck(anna.service).look().grade()).isEqualTo(Grade.FINE);

            Files.writeString(mark.resolveSibling("poem"), "poem");
            await(() -> anna.syncthing()
                    .client()
                    .get("/rest/db/status?folder=notes")
                    .toString()
                    .contains("globalFiles=1"));
            // As a disk that is not mounted looks: the folder is there, and its mark is not.
            answer(operations, "changeSyncthingFolder", Map.of("folder", "notes"), Map.of("paused", true));
            Files.delete(mark);
            answer(operations, "changeSyncthingFolder", Map.of("folder", "notes"), Map.of("paused", false));

            await(() -> new FoldersCheck(anna.service).look().grade() == Grade.FAULT);
            assertThat(new FoldersCheck(anna.service).look().text().in(List.of()))
                    .contains("folders/notes", "marker");
        }
    }

    private void shares(String more) {
        fake.says("/rest/config/folders", "[{\"id\": \"a\", \"path\": \"" + folder + "\"" + more + "}]");
    }
}
