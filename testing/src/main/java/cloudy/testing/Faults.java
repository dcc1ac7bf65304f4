// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has every single file operation of a write go wrong, one after the other, and looks after each what is kept.
 *
 * <p>The operations are found by {@code strace}, not guessed: of every system call that the write makes, the first, then
 * the second and so on is tampered with, until the write comes to its end untouched. So nothing depends on knowing how the
 * write is made.
 */
public final class Faults {

    /** A write that never ends is a fault, too. */
    private static final int MOST = 1_000;

    /**
     * What came of it.
     *
     * @param points at how many operations something went wrong
     * @param refused how many writes said so
     * @param lost what was lost, one line for each point where something was; empty is well
     */
    public record Outcome(int points, int refused, List<String> lost) {

        /** For the table. */
        @Override
        public String toString() {
            return (points - lost.size()) + " of " + points;
        }
    }

    /**
     * What came of a kill, of a failure and of a full disk at each operation.
     *
     * @param broken with {@code EIO}
     */
    public record Campaign(Outcome killed, Outcome broken, Outcome full) {

        /** All that was lost; empty is well. */
        public List<String> lost() {
            return Stream.of(killed, broken, full)
                    .flatMap(each -> each.lost().stream())
                    .toList();
        }

        /** For the table. */
        @Override
        public String toString() {
            return "kept after a kill " + killed + ", a failed operation " + broken + ", a full disk " + full;
        }
    }

    private final Class<? extends Keeper> keeper;
    private final Path folder;
    private final Path log;
    private final Optional<Disk> disk;
    private final List<String> lost = new ArrayList<>();
    private int points;
    private int refused;
    private int words;

    private Faults(Class<? extends Keeper> keeper, Path folder, Optional<Disk> disk) throws IOException {
        this.keeper = keeper;
        this.disk = disk;
        this.folder = disk.isPresent() ? disk.get().root() : Files.createDirectories(folder.resolve("kept"));
        log = Files.createDirectories(folder).resolve("strace.log");
    }

    /** Why nothing of this can be done on this machine, for who skips a test. */
    public static Optional<String> whyNot() {
        return Strace.whyNot();
    }

    /** Why no power can be cut on this machine. */
    public static Optional<String> whyNoCuts(Path folder) {
        return Strace.whyNot().or(() -> Disk.whyNot(folder));
    }

    /**
     * Kills the process at every operation of a write. After each, another one must come up and have what was
     * acknowledged last, or what was being written, and must be able to write.
     */
    public static Outcome kills(Class<? extends Keeper> keeper, Path folder) throws IOException {
        return new Faults(keeper, folder, Optional.empty()).kill();
    }

    /**
     * The same on a file system whose power is cut with each kill, and once more when the write has been acknowledged: what
     * nobody has brought onto the disk is gone.
     */
    public static Outcome cuts(Class<? extends Keeper> keeper, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Disk disk = Disk.make(folder)) {
            return new Faults(keeper, folder.resolve("cuts"), Optional.of(disk)).kill();
        }
    }

    /**
     * Has every operation of a write fail, with an error such as {@code EIO} or {@code ENOSPC}. After each, what was
     * acknowledged must be there, what was refused whole or not at all, what the keeper says must be what the disk has,
     * and the next write must succeed.
     */
    public static Outcome errors(Class<? extends Keeper> keeper, Path folder, String error) throws IOException {
        return new Faults(keeper, folder, Optional.empty()).fail(error);
    }

    /** All three, one after the other, in folders of their own. */
    public static Campaign campaign(Class<? extends Keeper> keeper, Path folder) throws IOException {
        return new Campaign(
                kills(keeper, folder.resolve("kill")),
                errors(keeper, folder.resolve("EIO"), "EIO"),
                errors(keeper, folder.resolve("ENOSPC"), "ENOSPC"));
    }

    private Outcome kill() throws IOException {
        String kept = first();
        KeeperProcess running = start();
        for (String call : calls(running)) {
            kept = running.ask("").orElseThrow();
            boolean hit = true;
            for (int number = 1; hit && number < MOST; number++) {
                String word = nextWord();
                Optional<String> answer;
                Strace strace = Strace.inject(running.pid(), log, call, "signal=KILL", number);
                try (strace) {
                    answer = running.ask(word);
                }
                hit = answer.isEmpty();
                if (hit) {
                    points++;
                    String where = "before " + strace.last(call);
                    running = again(where, Set.of(kept, word));
                    kept = nextWord();
                    mustKeep(running, where, kept);
                } else {
                    kept = word;
                }
            }
        }
        running.close();
        if (disk.isPresent()) {
            points++;
            running = again("after it was kept", Set.of(kept));
            running.close();
        }
        return new Outcome(points, refused, List.copyOf(lost));
    }

    /** Starts it after a kill; if it does not come up, or not with what it must have, that is written down. */
    private KeeperProcess again(String where, Set<String> good) throws IOException {
        if (disk.isPresent()) {
            disk.get().cut();
        }
        KeeperProcess next = new KeeperProcess(keeper, folder, disk);
        Optional<String> found = next.hear();
        if (found.isEmpty()) {
            lost.add(where + ": it does not start");
            next.close();
            clear();
            return start();
        }
        if (!good.contains(found.get())) {
            lost.add(where + ": \"" + found.get() + "\" is there, not one of " + good);
        }
        return next;
    }

    private Outcome fail(String error) throws IOException {
        String kept = first();
        KeeperProcess running = start();
        for (String call : calls(running)) {
            kept = running.ask("").orElseThrow();
            boolean hit = true;
            for (int number = 1; hit && number < MOST; number++) {
                if (!running.isAlive()) {
                    lost.add(call + " " + number + ": it has ended before this");
                    running = start();
                    kept = running.ask("").orElseThrow();
                }
                String word = nextWord();
                Optional<String> answer;
                Strace strace = Strace.inject(running.pid(), log, call, "error=" + error, number);
                try (strace) {
                    answer = running.ask(word);
                }
                List<String> injected = strace.injected();
                hit = !injected.isEmpty();
                String where = hit ? String.join("; ", injected) : call;
                if (answer.isEmpty()) {
                    // What failed was the answer itself, or nothing that this is about.
                    running = again(where, Set.of(kept, word));
                } else if (hit) {
                    points++;
                    boolean acknowledged = answer.get().equals(KeeperProgram.KEPT);
                    refused += acknowledged ? 0 : 1;
                    look(running, where, acknowledged ? Set.of(word) : Set.of(kept, word));
                }
                kept = nextWord();
                mustKeep(running, where, kept);
            }
        }
        running.close();
        return new Outcome(points, refused, List.copyOf(lost));
    }

    private void look(KeeperProcess running, String where, Set<String> good) throws IOException {
        Optional<String> says = running.ask("");
        Optional<String> has = running.ask(KeeperProgram.ANEW);
        if (has.isEmpty() || !good.contains(has.get())) {
            lost.add(where + ": " + has + " is there, not one of " + good);
        } else if (!says.equals(has)) {
            lost.add(where + ": it says " + says + ", and the disk has " + has);
        }
    }

    private void mustKeep(KeeperProcess running, String where, String word) throws IOException {
        Optional<String> answer = running.ask(word);
        Optional<String> has = running.ask(KeeperProgram.ANEW);
        if (!answer.equals(Optional.of(KeeperProgram.KEPT)) || !has.equals(Optional.of(word))) {
            lost.add(where + ": the next write: " + answer + ", and then " + has + " is there");
        }
    }

    /** Has something to lose. */
    private String first() throws IOException {
        try (KeeperProcess running = start()) {
            String word = nextWord();
            // Twice: the second time all classes are there, and there is an old one.
            running.ask(nextWord());
            Optional<String> answer = running.ask(word);
            if (!answer.equals(Optional.of(KeeperProgram.KEPT))) {
                throw new IOException("without any fault: " + answer);
            }
            return word;
        }
    }

    private KeeperProcess start() throws IOException {
        var process = new KeeperProcess(keeper, folder, disk);
        if (process.hear().isEmpty()) {
            throw new IOException(keeper.getName() + " does not start");
        }
        return process;
    }

    /** The names of the calls that a write makes. */
    private Set<String> calls(KeeperProcess running) throws IOException {
        running.ask(nextWord());
        Strace strace = Strace.watch(running.pid(), log);
        try (strace) {
            running.ask(nextWord());
        }
        var names = new LinkedHashSet<String>();
        for (String line : strace.calls()) {
            for (String call : Strace.CALLS) {
                if (line.contains(" " + call + "(")) {
                    names.add(call);
                }
            }
        }
        if (names.isEmpty()) {
            throw new IOException("it writes nothing");
        }
        return names;
    }

    /** With nothing there any more, the next points can be tried. */
    private void clear() throws IOException {
        if (disk.isPresent()) {
            disk.get().clear();
        } else {
            Trees.delete(folder);
            Files.createDirectories(folder);
        }
    }

    private String nextWord() {
        words++;
        return "w" + (10_000 + words);
    }
}
