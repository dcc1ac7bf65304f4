// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.daemon.Daemons;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells the last lines of a program and then each that comes: none is missing in between, and none comes twice. */
final class ProgramFollower implements Consumer<String> {

    /** As many as a program's log keeps. */
    private static final int MOST = 1_000;

    private final Consumer<String> reader;
    private final List<String> early = new ArrayList<>();
    private boolean begun;

    private ProgramFollower(Consumer<String> reader) {
        this.reader = reader;
    }

    /** Begins; what it answers ends it. */
    static AutoCloseable begin(Daemons.Running program, int lines, Consumer<String> reader) throws IOException {
        var follower = new ProgramFollower(reader);
        Daemons.Following following = program.follow(follower);
        try {
            follower.begin(program.log(MOST), lines);
            return following;
        } catch (IOException | RuntimeException e) {
            following.close();
            throw e;
        }
    }

    @Override
    public synchronized void accept(String line) {
        if (begun) {
            reader.accept(line);
        } else if (early.size() < MOST) {
            early.add(line);
        }
    }

    private synchronized void begin(List<String> last, int lines) {
        last.subList(Math.max(0, last.size() - lines), last.size()).forEach(reader);
        early.subList(both(last), early.size()).forEach(reader);
        early.clear();
        begun = true;
    }

    /** How many of the early lines are in the log already: those that it ends with. */
    private int both(List<String> last) {
        int count = Math.min(early.size(), last.size());
        while (!last.subList(last.size() - count, last.size()).equals(early.subList(0, count))) {
            count--;
        }
        return count;
    }
}
