// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program keeps for itself gets into a backup by a program that may read it: here by tar, as root's helper has it. */
class KeepersTest {

    private static final String SYNC = "cloudy.syncthing";
    private static final String LONG = "a long name ".repeat(15) + "è";

    @TempDir
    private Path folder;

    private TestNode node;
    private final List<Path> asked = new ArrayList<>();
    private String program = "tar";

    @BeforeEach
    void makeNode() throws Exception {
        node = new TestNode(folder.resolve("node")).with(new Saved());
        node.write("data/syncthing/key", "of the node");
        node.write("data/syncthing/home/key.pem", "of the program");
        node.write("data/syncthing/home/index-1/000.ldb", "made anew");
        node.write("data/syncthing/home/deep/" + LONG + "/" + LONG, "far");
        Path tool = node.write("data/syncthing/home/tool", "x".repeat(100_000));
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(tool, FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
        Files.createSymbolicLink(tool.resolveSibling("link"), Path.of("tool"));
        Files.createSymbolicLink(tool.resolveSibling("away"), Path.of("/etc/passwd"));
        Files.createLink(tool.resolveSibling("twin"), tool);
        assertThat(new ProcessBuilder("mkfifo", tool.resolveSibling("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private final class Saved implements Backup {

        @Override
        public String service() {
            return SYNC;
        }

        @Override
        public List<Part> parts() {
            return List.of(Part.of("state", Texts.of("State"), node.place.data().resolve("syncthing"))
                    .without("home/index-*"));
        }

        @Override
        public Finding check(Path copy) {
            return Finding.fine(Texts.of("whole"));
        }
    }

    /** Of nothing but the folder that is the program's. */
    private final class Reader implements Daemons {

        @Override
        public Running run(Daemon daemon, Consumer<DaemonState> watcher) {
            throw new IllegalStateException();
        }

        @Override
        public List<Running> all() {
            return List.of();
        }

        @Override
        public Optional<InputStream> archive(Path path) throws IOException {
            asked.add(node.place.data().relativize(path));
            if (!path.endsWith("home")) {
                return Optional.empty();
            }
            return Optional.of(new ProcessBuilder(
                            program,
                            "--create",
                            "--file=-",
                            "--format=posix",
                            "--hard-dereference",
                            "--sort=name",
                            "--directory=" + path.getParent(),
                            "--",
                            path.getFileName().toString())
                    .start()
                    .getInputStream());
        }
    }

    @Test
    void whatTheNodeMayNotReadIsReadForIt() throws Exception {
        String name = backup();
        assertThat(node.jobs.reason()).isEmpty();
        node.backups().restore(name, TestNode.KEY.secret(), "", false, Caller.node());

        assertThat(asked).contains(Path.of("syncthing/home")).noneMatch(path -> path.startsWith("syncthing/home/deep"));
        assertThat(node.staged())
                .containsEntry("new/data/syncthing/key", "of the node")
                .containsEntry("new/data/syncthing/home/key.pem", "of the program")
                .containsEntry("new/data/syncthing/home/deep/" + LONG + "/" + LONG, "far")
                .containsKey("new/data/syncthing/home/tool")
                .containsKey("new/data/syncthing/home/twin")
                .containsKey("new/data/syncthing/home/link")
                .doesNotContainKey("new/data/syncthing/home/away")
                .doesNotContainKey("new/data/syncthing/home/pipe")
                .doesNotContainKey("new/data/syncthing/home/index-1/000.ldb");
        Path tool = node.place.restore().resolve("new/data/syncthing/home/tool");
        assertThat(tool).hasSize(100_000);
        assertThat(Files.getPosixFilePermissions(tool)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getLastModifiedTime(tool).toInstant()).isEqualTo(Instant.ofEpochSecond(1_000_000_000));
        assertThat(tool.resolveSibling("link")).isSymbolicLink();
    }

    @Test
    void anArchiveThatBreaksOffIsNoBackup() throws Exception {
        // It prints its arguments and no archive.
        program = "echo";
        assertThat(backup()).startsWith("none: ");
        assertThat(node.backups().vault().all()).isEmpty();
    }

    private String backup() {
        NodeBackups backups = node.backups();
        backups.daemons = new Reader();
        backups.create(SYNC, Reason.ASKED, Caller.node());
        return node.jobs.results().getOrDefault("name", "none: " + node.jobs.reason());
    }
}
