// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.Text;
import cloudy.api.daemon.Daemons.Following;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program wrote, line by line: two files of at most 256 kB each, and those who follow. */
final class OutputLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);
    private static final int MAX_LINE = 2_000;
    private static final long MAX_FILE = 256 * 1024;
    private static final Pattern FATAL = Pattern.compile("\\b(FATAL|[Ff]atal)( error)?:");

    private final Path file;
    private final Path older;
    private final Executor executor;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private BufferedWriter writer;
    private long size;
    private String last = "";
    private String fatal = "";
    private boolean complained;

    OutputLog(Path folder, Executor executor) throws IOException {
        file = folder.resolve("output.log");
        older = folder.resolve("output.log.1");
        this.executor = executor;
        size = Files.exists(file) ? Files.size(file) : 0;
    }

    /**
     * Reads a program's output to its end, keeping each line; returns when the program has closed it. A disk that does
     * not take a line loses the line: were the rest not read, the program would be ended by what it writes next.
     *
     * @throws IOException when it cannot be read
     */
    void copy(InputStream output) throws IOException {
        synchronized (this) {
            last = "";
            fatal = "";
        }
        // A reader of lines would keep a line of any length in memory until it ends.
        var line = new byte[MAX_LINE];
        int length = 0;
        boolean cut = false;
        byte[] chunk = new byte[8192];
        for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
            for (int i = 0; i < read; i++) {
                if (chunk[i] == '\n') {
                    add(line, length, cut);
                    length = 0;
                    cut = false;
                } else if (length < MAX_LINE) {
                    line[length++] = chunk[i];
                } else {
                    cut = true;
                }
            }
        }
        if (length > 0) {
            add(line, length, cut);
        }
    }

    /** Closes the file; the next line opens it again. */
    @Override
    public synchronized void close() throws IOException {
        if (writer != null) {
            BufferedWriter open = writer;
            writer = null;
            open.close();
        }
    }

    /**
     * What the program that wrote last said of its end: the last line that calls itself fatal, which squid, named and others
     * write before they say goodbye, else the last one that was not blank.
     */
    synchronized String lastWords() {
        return fatal.isEmpty() ? last : fatal;
    }

    /** The last lines, oldest first. */
    synchronized List<String> tail(int lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path part : List.of(older, file)) {
            if (Files.exists(part)) {
                // What is not UTF-8 is replaced: a kill may have cut a letter in two.
                new String(Files.readAllBytes(part), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(all::add);
            }
        }
        return List.copyOf(all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size()));
    }

    Following follow(Consumer<String> reader) {
        var follower = new Follower(reader, executor);
        followers.add(follower);
        return () -> {
            followers.remove(follower);
            follower.close();
        };
    }

    private void add(byte[] bytes, int length, boolean cut) {
        String raw = new String(bytes, 0, length, StandardCharsets.UTF_8);
        String line = Text.clean(raw.replace('\t', ' ').stripTrailing(), MAX_LINE) + (cut ? "…" : "");
        synchronized (this) {
            if (!line.isBlank()) {
                last = line;
            }
            if (FATAL.matcher(line).find()) {
                fatal = line;
            }
            try {
                keep(line);
                complained = false;
            } catch (IOException unwritable) {
                giveUp(unwritable);
            }
        }
        followers.forEach(follower -> follower.told(line));
    }

    private void keep(String line) throws IOException {
        int length = Text.utf8Length(line) + 1;
        if (size + length > MAX_FILE) {
            close();
            Files.move(file, older, StandardCopyOption.ATOMIC_MOVE);
            size = 0;
        }
        if (writer == null) {
            writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        writer.append(line).append('\n').flush();
        size += length;
    }

    /** The next line is tried anew; what the writer still holds of this one is not to be written before it. */
    private void giveUp(IOException unwritable) {
        if (!complained) {
            complained = true;
            LOG.warn("{}: what the program says cannot be kept: {}", file, unwritable.getMessage());
        }
        try {
            close();
        } catch (IOException stillUnwritable) {
            LOG.debug("Closing {}", file, stillUnwritable);
        }
    }
}
