// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file system of its own, ext4 in a file, whose power can be cut: what no program has had brought onto the disk by then
 * is gone, as on a board whose plug is pulled. It is mounted for the programs that run {@link #inside} alone, and goes with
 * the pipe to its first process, whatever becomes of the test.
 */
final class Disk implements AutoCloseable {

    private static final String SIZE = "24M";

    /** Seconds after which ext4 brings onto the disk what nobody asked for; a test takes less. */
    private static final String COMMIT = "commit=3600";

    private final Path images;
    private final Path root;
    private final Process holder;
    private int cuts;

    private Disk(Path images, Path root, Process holder) {
        this.images = images;
        this.root = root;
        this.holder = holder;
    }

    /** Why there can be none on this machine, for who skips a test. */
    static Optional<String> whyNot(Path folder) {
        try (Disk disk = make(Files.createTempDirectory(folder, "disk"))) {
            disk.cut();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no file system can be mounted here: " + e.getMessage());
        }
    }

    /** @param folder best in memory: what is on the disk is copied from there when the power goes */
    static Disk make(Path folder) throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Process holder = new ProcessBuilder("unshare", "--mount", "cat")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var disk = new Disk(folder, root, holder);
        try {
            run(List.of("truncate", "-s", SIZE, disk.image().toString()));
            run(List.of("mkfs.ext4", "-q", "-F", disk.image().toString()));
            disk.awaitNamespace();
            disk.mount();
            return disk;
        } catch (IOException e) {
            disk.close();
            throw e;
        }
    }

    private void awaitNamespace() throws IOException {
        Path own = Path.of("/proc/self/ns/mnt");
        Path its = Path.of("/proc/" + holder.pid() + "/ns/mnt");
        while (holder.isAlive()) {
            if (!Files.readSymbolicLink(its).equals(Files.readSymbolicLink(own))) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new IOException("unshare --mount is not allowed");
    }

    /** Where it is, for programs that run inside. */
    Path root() {
        return root;
    }

    /** The line that runs a program where the disk is. */
    List<String> inside(List<String> line) {
        String here = "--wd=" + Path.of("").toAbsolutePath();
        var all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-m", here, "--"));
        all.addAll(line);
        return all;
    }

    /** Cuts the power, and gives it back: no program may use the disk meanwhile. */
    void cut() throws IOException {
        Path before = image();
        cuts++;
        Files.copy(before, image(), StandardCopyOption.REPLACE_EXISTING);
        run(inside(List.of("umount", root.toString())));
        Files.delete(before);
        mount();
    }

    /** Takes another disk, with nothing on it. */
    void clear() throws IOException {
        run(inside(List.of("umount", root.toString())));
        run(List.of("mkfs.ext4", "-q", "-F", image().toString()));
        mount();
    }

    private void mount() throws IOException {
        run(inside(List.of("mount", "-t", "ext4", "-o", "loop," + COMMIT, image().toString(), root.toString())));
    }

    private Path image() {
        return images.resolve("image-" + cuts);
    }

    private static void run(List<String> line) throws IOException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said.strip());
        }
    }

    @Override
    public void close() {
        holder.destroyForcibly();
        holder.onExit().join();
    }
}
