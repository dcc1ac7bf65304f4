// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link KeeperProgram} that runs. */
final class KeeperProcess implements AutoCloseable {

    private static final long LIMIT_S = 60;

    private final Process process;
    private final BufferedReader said;
    private final OutputStream in;

    /** @param disk where the folder is, if it is on a disk of its own */
    KeeperProcess(Class<? extends Keeper> keeper, Path folder, Optional<Disk> disk) throws IOException {
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                KeeperProgram.class.getName(),
                keeper.getName(),
                folder.toString());
        process = new ProcessBuilder(disk.map(each -> each.inside(line)).orElse(line))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        said = process.inputReader(US_ASCII);
        in = process.getOutputStream();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Says a line, and hears the answer; none when the process has ended. */
    Optional<String> ask(String line) throws IOException {
        try {
            in.write((line + '\n').getBytes(US_ASCII));
            in.flush();
        } catch (IOException ended) {
            return Optional.empty();
        }
        return hear();
    }

    /** Hears an answer; what was found comes as it is. */
    Optional<String> hear() throws IOException {
        var limit = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(LIMIT_S, TimeUnit.SECONDS));
        try {
            String line = said.readLine();
            if (line == null) {
                // Gone altogether, and not just about to go, when this returns.
                process.onExit().join();
            }
            return Optional.ofNullable(line)
                    .map(answer -> answer.startsWith(KeeperProgram.FOUND)
                            ? answer.substring(KeeperProgram.FOUND.length())
                            : answer);
        } finally {
            limit.cancel(false);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
