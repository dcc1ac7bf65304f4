// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The processes of a program, its children and grandchildren included, however they came to be orphans.
 *
 * <p>Every process that we start inherits a variable that names the program's folder. It is read back from {@code
 * /proc}, so that neither a recycled pid nor the same program started by somebody else is ever taken for ours. A program
 * that writes over its own environment is still known by the pid and start time that were put down when it started.
 */
final class Family {

    /** The variable that every process of ours carries. */
    static final String VARIABLE = "CLOUDY_DAEMON";

    private static final Path PROC = Path.of("/proc");
    private static final String PID_FILE = "pid";
    /** Fields after the program's name in parentheses, which may itself hold blanks: starttime is the 22nd in all. */
    private static final int START_TIME_AFTER_NAME = 19;

    /** A process that waits for a broken disk cannot be killed; a second a round. */
    private static final int KILL_ROUNDS = 30;

    private final Path folder;

    Family(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** The value of the variable: the folder of the program. */
    String mark() {
        return folder.toString();
    }

    /** Puts down who was started, for the node that comes after a {@code kill -9} of this one. */
    void started(long pid) throws IOException {
        String line = pid + " " + startTime(pid).orElse("gone") + "\n";
        AtomicFile.write(folder.resolve(PID_FILE), line.getBytes(StandardCharsets.US_ASCII));
    }

    /** Puts down that nobody is left. */
    void ended() throws IOException {
        AtomicFile.delete(folder.resolve(PID_FILE));
    }

    /** Those that live. */
    List<ProcessHandle> living() {
        byte[] entry = (VARIABLE + "=" + mark()).getBytes(StandardCharsets.UTF_8);
        Stream<ProcessHandle> marked = ProcessHandle.allProcesses().filter(process -> carries(process.pid(), entry));
        return Stream.concat(marked, putDown().stream())
                .filter(ProcessHandle::isAlive)
                .distinct()
                .toList();
    }

    /**
     * Asks the living to end, kills those that stay, and waits until they are gone.
     *
     * @return how many there were
     */
    int end(Duration patience) throws InterruptedException, IOException {
        List<ProcessHandle> living = living();
        living.forEach(ProcessHandle::destroy);
        await(living, patience);
        // Children that were born meanwhile are seen now.
        for (int round = 0; !living().isEmpty(); round++) {
            if (round == KILL_ROUNDS) {
                throw new IOException(
                        "process " + living().get(0).pid() + " of " + folder.getFileName() + " stays after SIGKILL");
            }
            List<ProcessHandle> rest = living();
            rest.forEach(ProcessHandle::destroyForcibly);
            await(rest, Duration.ofSeconds(1));
        }
        ended();
        return living.size();
    }

    private static void await(List<ProcessHandle> processes, Duration patience) throws InterruptedException {
        var ends = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillThere) {
            // The caller looks who is left.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<ProcessHandle> putDown() {
        try {
            String[] pidAndStart =
                    Files.readString(folder.resolve(PID_FILE)).strip().split(" ", -1);
            long pid = Long.parseLong(pidAndStart[0]);
            return startTime(pid).filter(pidAndStart[1]::equals).flatMap(same -> ProcessHandle.of(pid));
        } catch (IOException | RuntimeException noneOrUnreadable) {
            return Optional.empty();
        }
    }

    private static boolean carries(long pid, byte[] entry) {
        try {
            byte[] environment =
                    Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
            int begin = 0;
            for (int i = 0; i <= environment.length; i++) {
                if (i == environment.length || environment[i] == 0) {
                    if (Arrays.equals(environment, begin, i, entry, 0, entry.length)) {
                        return true;
                    }
                    begin = i + 1;
                }
            }
            return false;
        } catch (IOException goneOrSomebodyElses) {
            return false;
        }
    }

    /** When a process started, in clock ticks since boot: with its pid, one of a kind until the next boot. */
    private static Optional<String> startTime(long pid) {
        try {
            String stat =
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            // A zombie has ended; whoever is its parent now may never ask for its status.
            return fields[0].equals("Z") ? Optional.empty() : Optional.of(fields[START_TIME_AFTER_NAME]);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
