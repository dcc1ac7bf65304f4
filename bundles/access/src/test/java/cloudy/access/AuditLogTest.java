// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final long LARGE = 1 << 20;

    @TempDir
    private Path folder;

    private final List<Runnable> later = new ArrayList<>();

    private AuditLog open(long maxBytes) {
        return new AuditLog(folder, new TestClock(), later::add, maxBytes);
    }

    private AuditLog open() {
        return open(LARGE);
    }

    private void write(int entries) {
        AuditLog log = open();
        append(log, entries);
        log.close();
    }

    private static void append(AuditLog log, int entries) {
        for (int i = 0; i < entries; i++) {
            log.append(Caller.shell(), "127.0.0.1", "writeSettings", "cloudy.node", "done");
        }
    }

    private Path file() {
        return folder.resolve("audit.log");
    }

    private List<String> lines() throws IOException {
        // Behind them is room for more.
        return new ArrayList<>(
                Files.readString(file()).replace("\0", "").lines().toList());
    }

    private AuditReport verify() throws IOException {
        AuditLog log = open();
        try {
            return log.verify();
        } finally {
            log.close();
        }
    }

    /** The head is written while the log is being checked: it vouches for entries that the check has not seen. */
    @Test
    void aLogThatGrowsWhileItIsCheckedIsWhole() throws Exception {
        var log = new AuditLog(folder, new TestClock(), Runnable::run, LARGE);
        var thread = Executors.newSingleThreadExecutor();
        try {
            var grown = thread.submit(() -> append(log, 400));
            while (!grown.isDone()) {
                assertThat(log.verify().problems()).isEmpty();
            }
            grown.get();
        } finally {
            thread.shutdownNow();
            log.close();
        }
    }

    @Test
    void aLogThatNobodyTouchedIsWholeAcrossRestarts() throws Exception {
        write(3);
        write(4);

        AuditReport report = verify();

        assertThat(report.problems()).isEmpty();
        assertThat(report.intact()).isTrue();
        assertThat(report.entries()).isEqualTo(7);
        assertThat(report.sealedSeq()).isEqualTo(7);
        assertThat(report.lastHash()).isNotEqualTo(AuditLine.NOTHING);
    }

    @Test
    void anEntryIsOneLineWhateverIsInIt() throws Exception {
        AuditLog log = open();
        log.append(Caller.file(), "::1", "a\nb", "\"}\r\n{\"seq\":1,\u2028", "é😀\0".repeat(300));

        assertThat(lines()).hasSize(1);
        assertThat(log.verify().intact()).isTrue();
        assertThat(log.list(Long.MAX_VALUE, 10)).singleElement().satisfies(line -> {
            assertThat(line.entries().text("user")).isEqualTo("file");
            assertThat(line.entries().text("outcome")).hasSizeLessThanOrEqualTo(256);
        });
        log.close();
    }

    @Test
    void findsAChangedEntry() throws Exception {
        write(5);
        Files.writeString(file(), Files.readString(file()).replaceFirst("done", "gone"));

        assertThat(verify().problems()).anyMatch(problem -> problem.startsWith("audit.log line 1 was changed"));
    }

    @Test
    void findsAnEntryThatWasTakenOutOrPutIn() throws Exception {
        write(5);
        List<String> lines = lines();
        String third = lines.remove(2);
        Files.write(file(), lines);
        assertThat(verify().problems()).anyMatch(problem -> problem.contains("entry 4 does not follow entry 2"));

        lines.add(2, third);
        lines.add(3, third);
        Files.write(file(), lines);
        assertThat(verify().problems()).anyMatch(problem -> problem.contains("entry 3 does not follow entry 3"));
    }

    @Test
    void findsThatTheEndWasCutOffWhileTheNodeWasDownAlsoLaterOn() throws Exception {
        write(5);
        Files.write(file(), lines().subList(0, 3));

        AuditLog log = open();
        append(log, 2);

        assertThat(log.verify().problems()).anyMatch(problem -> problem.contains("entry 6 does not follow entry 3"));
        assertThat(log.list(Long.MAX_VALUE, 10))
                .anySatisfy(line -> assertThat(line.entries().text("outcome"))
                        .isEqualTo("entries 4 to 5 were cut off while the node was down"));
        log.close();
        assertThat(verify().intact()).isFalse();
    }

    @Test
    void findsThatTheEndWasCutOffWhileTheNodeRuns() throws Exception {
        AuditLog log = open();
        append(log, 5);
        Files.write(file(), lines().subList(0, 3));

        assertThat(log.verify().problems()).anyMatch(problem -> problem.startsWith("the end is missing"));
        log.close();
    }

    @Test
    void findsThatTheBeginningWasCutOff() throws Exception {
        write(5);
        Files.write(file(), lines().subList(2, 5));

        assertThat(verify().problems()).anyMatch(problem -> problem.contains("the beginning is missing"));
    }

    @Test
    void findsALogThatWasMadeUpWithoutTheKey() throws Exception {
        write(5);
        byte[] head = Files.readAllBytes(folder.resolve("audit.head"));
        Files.delete(file());
        Files.delete(folder.resolve("audit.head"));
        Files.delete(folder.resolve("secret.key"));
        write(5);
        assertThat(verify().intact()).as("nobody can see it from these files").isTrue();

        Files.write(folder.resolve("audit.head"), head);
        assertThat(verify().problems()).isNotEmpty();
    }

    @Test
    void repairsALineThatACrashTore() throws Exception {
        write(3);
        Files.writeString(file(), "{\"seq\":4,\"time\":\"2026", StandardOpenOption.APPEND);

        AuditLog log = open();
        append(log, 1);

        assertThat(log.verify().problems()).isEmpty();
        assertThat(log.list(Long.MAX_VALUE, 2).get(1).entries().text("outcome"))
                .isEqualTo("a torn last line of 21 bytes was cut off");
        log.close();
    }

    /** Of a line that goes over two blocks, the disk may have had the second one alone when the power went. */
    @Test
    void repairsALineOfWhichTheBeginningIsMissing() throws Exception {
        write(3);
        try (var file = new RandomAccessFile(file().toFile(), "rw")) {
            file.seek(lines().stream().mapToInt(line -> line.length() + 1).sum() + 100);
            file.write("the end of it\"}\n".getBytes(StandardCharsets.UTF_8));
        }

        AuditLog log = open();
        append(log, 1);

        assertThat(log.verify().problems()).isEmpty();
        assertThat(log.list(Long.MAX_VALUE, 2).get(1).entries().text("outcome"))
                .isEqualTo("a torn last line of 16 bytes was cut off");
        log.close();
    }

    @Test
    void whatWasPromisedRoomIsWrittenOverWhatTheDiskHasGiven() throws Exception {
        AuditLog log = open();
        Audit.Room room = log.room();
        long size = Files.size(file());

        room.append(Caller.shell(), "127.0.0.1", "writeSettings", "cloudy.node", "done");
        room.close();
        room.close();

        assertThat(Files.size(file())).isEqualTo(size);
        assertThat(lines()).hasSize(1);
        log.close();
        try (var file = new RandomAccessFile(file().toFile(), "r")) {
            assertThat(AuditFiles.tail(file, 1 << 20)).endsWith(new byte[AuditRoom.KEPT]);
        }
        assertThat(verify().problems()).isEmpty();
        assertThat(Files.size(file())).as("kept for the next start").isEqualTo(size);
    }

    @Test
    void promisesNoRoomThatTheDiskDoesNotHave() throws Exception {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        var log = new AuditLog(noFolder, new TestClock(), later::add, LARGE);

        assertThatThrownBy(log::room).isInstanceOf(UncheckedIOException.class);
        Files.delete(noFolder);
        log.room().close();

        log.close();
    }

    @Test
    void changesNoFilesWhileThereIsAPromise() throws Exception {
        AuditLog log = open(2_000);
        try (Audit.Room room = log.room()) {
            append(log, 10);
            assertThat(folder.resolve("audit-000000000001.log")).doesNotExist();
            room.append(Caller.shell(), "", "writeSettings", "cloudy.node", "done");
        }

        assertThat(folder.resolve("audit-000000000001.log")).exists();
        assertThat(log.verify().problems()).isEmpty();
        assertThat(log.verify().lastSeq()).isEqualTo(11);
        log.close();
    }

    @Test
    void listsNewestFirstAcrossFilesAndBlocks() throws Exception {
        AuditLog log = open(100_000);
        append(log, 1_000);

        assertThat(Files.exists(folder.resolve("audit-000000000001.log"))).isTrue();
        var seen = new ArrayList<Long>();
        for (long before = Long.MAX_VALUE; before > 1; before = seen.get(seen.size() - 1)) {
            log.list(before, 77).forEach(line -> seen.add(line.seq()));
        }
        assertThat(seen).hasSize(1_000).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(log.verify().problems()).isEmpty();
        log.close();
    }

    @Test
    void keepsFiveFullFilesAndTheChainGoesOn() throws Exception {
        AuditLog log = open(2_000);
        append(log, 100);
        log.close();

        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("audit-")))
                    .hasSize(5);
        }
        AuditReport report = verify();
        assertThat(report.problems()).isEmpty();
        assertThat(report.firstSeq()).isGreaterThan(1);
        assertThat(report.lastSeq()).isEqualTo(100);

        try (var files = Files.list(folder)) {
            Files.delete(files.filter(file -> file.getFileName().toString().startsWith("audit-"))
                    .sorted()
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(verify().problems()).anyMatch(problem -> problem.contains("the beginning is missing"));
    }

    @Test
    void theOldestFileThatAKillKeptFromGoingGoesAtTheNextStart() throws Exception {
        AuditLog log = open(2_000);
        append(log, 100);
        log.close();
        Path oldest = folder.resolve("audit-000000000001.log");
        // As it was before the rotation that was killed when the head said already that the log begins later.
        write(1);
        Files.copy(file(), oldest);

        assertThat(verify().problems()).isEmpty();

        assertThat(oldest).doesNotExist();
    }

    /** Again and again: files are changed, and the oldest dropped, while others' entries wait. */
    @RepeatedTest(20)
    void takesABurstFromManyThreadsInOneChain() throws Exception {
        AuditLog log = open(20_000);
        var threads = Executors.newFixedThreadPool(16);
        Callable<Void> writer = () -> {
            append(log, 25);
            return null;
        };

        for (var done : threads.invokeAll(java.util.Collections.nCopies(16, writer))) {
            done.get();
        }
        threads.shutdown();

        AuditReport report = log.verify();
        assertThat(report.problems()).isEmpty();
        assertThat(report.lastSeq()).isEqualTo(400);
        log.close();
    }

    @Test
    void saysWhenTheDiskDoesNotTakeIt() throws Exception {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        var log = new AuditLog(noFolder, new TestClock(), later::add, LARGE);

        assertThatThrownBy(() -> append(log, 1)).isInstanceOf(UncheckedIOException.class);
        Files.delete(noFolder);
        append(log, 1);

        assertThat(log.list(Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(log.verify().problems()).isEmpty();
        log.close();
    }

    @Test
    void theHeadIsWrittenOnceForManyEntries() throws Exception {
        AuditLog log = open();
        append(log, 50);
        assertThat(later).hasSize(1);

        later.get(0).run();

        assertThat(Files.readString(folder.resolve("audit.head"), StandardCharsets.UTF_8))
                .contains("\"seq\":50");
        append(log, 1);
        assertThat(later).hasSize(2);
        log.close();
        assertThat(Files.readString(folder.resolve("audit.head"), StandardCharsets.UTF_8))
                .contains("\"seq\":51");
    }
}
