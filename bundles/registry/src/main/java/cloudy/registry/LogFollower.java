// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads on in a log for somebody, from one generation to the next. Safe for use by many threads. */
final class LogFollower implements AutoCloseable {

    private final Path file;
    private final LogFilter filter;
    private final Predicate<String> reader;
    private Optional<LogFile> open = Optional.empty();
    private boolean ended;
    private boolean reading;

    /** @param reader takes a line, and says whether it wants more */
    LogFollower(Path file, LogFilter filter, Predicate<String> reader) {
        this.file = file;
        this.filter = filter;
        this.reader = reader;
    }

    /** Begins with the last lines that are there, and goes on from there. */
    synchronized void begin(long window, int lines) throws IOException {
        open = opened();
        Deque<String> last = new ArrayDeque<>();
        if (open.isPresent()) {
            open.get().skipToLast(window);
            open.get().read(line -> {
                if (filter.accepts(line)) {
                    last.add(line);
                    if (last.size() > lines) {
                        last.remove();
                    }
                }
            });
        }
        last.forEach(this::tell);
    }

    /**
     * Reads what was written since.
     *
     * @return whether the reader wants more
     */
    synchronized boolean readOn() throws IOException {
        reading = true;
        try {
            read();
        } finally {
            reading = false;
            release();
        }
        return !ended;
    }

    /** The reader may do that, too. */
    @Override
    public synchronized void close() throws IOException {
        ended = true;
        release();
    }

    private void read() throws IOException {
        if (open.isEmpty() && !ended) {
            open = opened();
        }
        for (boolean more = true; more && !ended && open.isPresent(); ) {
            LogFile now = open.get();
            more = now.isReplaced(file);
            // After that question: what was written before the file was replaced is not missed.
            now.read(line -> {
                if (filter.accepts(line)) {
                    tell(line);
                }
            });
            if (more) {
                now.close();
                open = opened();
            }
        }
    }

    private void release() throws IOException {
        if (ended && !reading && open.isPresent()) {
            open.get().close();
            open = Optional.empty();
        }
    }

    private void tell(String line) {
        if (!ended) {
            ended = !reader.test(line);
        }
    }

    private Optional<LogFile> opened() throws IOException {
        try {
            return Optional.of(LogFile.open(file));
        } catch (NoSuchFileException e) {
            // The next generation has not begun yet.
            return Optional.empty();
        }
    }
}
