// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import cloudy.api.Text;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one job: two files, of which the older one is given up when the newer one is full. So the last 2,500 to 5,000
 * lines are there, which say how it ended, and what is there was never copied.
 */
final class JobLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobLog.class);

    /** Most characters of a line. */
    static final int LINE = 2_000;

    private static final int LINES = 2_500;
    private static final int BYTES = 1 << 20;

    private final Path newer;
    private final Path older;
    /** A reader may go while it is told something. */
    private final List<Consumer<String>> readers = new CopyOnWriteArrayList<>();

    private BufferedWriter writer;
    private int lines;
    private long bytes;
    private boolean broken;
    private boolean closed;

    JobLog(Path folder, String id) {
        newer = folder.resolve(id + ".log");
        older = folder.resolve(id + ".old.log");
    }

    /** Adds a line, if it is not closed. A disk that does not take it loses the line, not the work. */
    synchronized void append(String text) {
        if (closed) {
            return;
        }
        String line = Text.clean(text.replace('\t', ' '), LINE);
        readers.forEach(reader -> reader.accept(line));
        if (broken) {
            return;
        }
        try {
            if (writer != null && (lines == LINES || bytes > BYTES)) {
                writer.close();
                writer = null;
                Files.move(newer, older, REPLACE_EXISTING);
            }
            if (writer == null) {
                writer = Files.newBufferedWriter(newer, StandardCharsets.UTF_8, CREATE, APPEND);
                lines = 0;
                bytes = 0;
            }
            writer.write(line + '\n');
            writer.flush();
            lines++;
            bytes += Text.utf8Length(line) + 1;
        } catch (IOException e) {
            log.warn("{}: what a job says cannot be written: {}", newer, e.getMessage());
            broken = true;
        }
    }

    /** All that is there. */
    synchronized List<String> read() {
        List<String> all = new ArrayList<>();
        read(older, all);
        read(newer, all);
        return all;
    }

    /**
     * Reads all that is there and follows what comes.
     *
     * @param reader called with the log locked; must not block
     * @return ends it
     */
    synchronized AutoCloseable follow(Consumer<List<String>> first, Consumer<String> reader) {
        first.accept(read());
        readers.add(reader);
        return () -> readers.remove(reader);
    }

    @Override
    public synchronized void close() {
        closed = true;
        readers.clear();
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                log.warn("{}: the end of what a job said cannot be written: {}", newer, e.getMessage());
            }
            writer = null;
        }
    }

    private static void read(Path file, List<String> all) {
        // The reader that replaces what is not UTF-8: a kill may have cut a letter in two.
        try (var lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            lines.lines().limit(LINES).forEach(all::add);
        } catch (NoSuchFileException none) {
            // A job need not say anything.
        } catch (IOException e) {
            log.warn("{} cannot be read: {}", file, e.getMessage());
        }
    }
}
