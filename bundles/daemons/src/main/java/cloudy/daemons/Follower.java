// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One who follows a log. The program never waits for him: what he cannot take in is left out, and counted. */
final class Follower {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int PATIENCE = 1_000;

    private final Consumer<String> reader;
    private final Executor executor;
    private final Queue<String> waiting = new ArrayDeque<>();
    private int dropped;
    private boolean reading;
    private boolean closed;

    Follower(Consumer<String> reader, Executor executor) {
        this.reader = reader;
        this.executor = executor;
    }

    synchronized void told(String line) {
        if (closed) {
            return;
        }
        if (waiting.size() == PATIENCE) {
            dropped++;
            return;
        }
        if (dropped > 0) {
            waiting.add("… " + dropped + " lines left out …");
            dropped = 0;
        }
        waiting.add(line);
        if (!reading) {
            reading = true;
            executor.execute(this::read);
        }
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private void read() {
        try {
            for (String line = next(); line != null; line = next()) {
                reader.accept(line);
            }
        } catch (RuntimeException readersFault) {
            LOG.warn("A follower of a program's output fails and is not told any more", readersFault);
            close();
        }
    }

    private synchronized String next() {
        String line = waiting.poll();
        reading = line != null;
        return line;
    }
}
