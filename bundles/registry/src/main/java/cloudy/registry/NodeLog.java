// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What bundles wrote into the node's log. It is looked at while somebody asks, and watched while somebody follows: one
 * thread for all of them, and none when there are none. Safe for use by many threads.
 */
final class NodeLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeLog.class);

    /** How far back is looked, little at first. Together with the generation before it is what a log holds. */
    private static final long[] WINDOWS = {64 << 10, 2 << 20};

    private static final int MOST = 16;

    private final Path file;
    private final Set<LogFollower> followers = new LinkedHashSet<>();
    private Optional<WatchService> watching = Optional.empty();

    NodeLog(Path file) {
        this.file = file;
    }

    /** The last lines of a bundle's loggers, oldest first. */
    List<String> last(String bundle, int lines) throws IOException {
        for (long window : WINDOWS) {
            Deque<String> last = new ArrayDeque<>();
            if (!read(file, new LogFilter(bundle), window, lines, last) || last.size() >= lines) {
                return last.size() >= lines ? List.copyOf(last) : before(bundle, lines);
            }
        }
        return before(bundle, lines);
    }

    /** The same, from the generation before on. */
    private List<String> before(String bundle, int lines) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        var filter = new LogFilter(bundle);
        long window = WINDOWS[WINDOWS.length - 1];
        Optional<Path> older = older();
        if (older.isPresent()) {
            read(older.get(), filter, window, lines, last);
        }
        read(file, filter, window, lines, last);
        return List.copyOf(last);
    }

    /** Answers whether something was left out before what was read. */
    private static boolean read(Path from, LogFilter filter, long window, int lines, Deque<String> last)
            throws IOException {
        try (LogFile open = LogFile.open(from)) {
            boolean cut = open.skipToLast(window);
            open.read(line -> {
                if (filter.accepts(line)) {
                    last.add(line);
                    if (last.size() > lines) {
                        last.remove();
                    }
                }
            });
            return cut;
        } catch (NoSuchFileException e) {
            // Nothing was logged yet, or the log is changing generations just now.
            return false;
        }
    }

    private Optional<Path> older() throws IOException {
        List<Path> generations = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(file.getParent(), file.getFileName() + ".[0-9]")) {
            all.forEach(generations::add);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return generations.stream()
                .max(Comparator.comparing(each -> each.toFile().lastModified()));
    }

    /**
     * Tells the last lines of a bundle's loggers, and then each that comes.
     *
     * @param reader takes a line on the log's thread, and says whether it wants more
     * @return ends it
     */
    synchronized AutoCloseable follow(String bundle, int lines, Predicate<String> reader) throws IOException {
        if (followers.size() >= MOST) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "Ja se segueixen massa registres; cal tancar-ne un.",
                            "Ya se siguen demasiados registros; hay que cerrar uno.",
                            "Too many are following logs already; close one of them first."));
        }
        var follower = new LogFollower(file, new LogFilter(bundle), reader);
        watch();
        followers.add(follower);
        try {
            follower.begin(WINDOWS[WINDOWS.length - 1], lines);
        } catch (IOException e) {
            end(follower);
            throw e;
        }
        return () -> end(follower);
    }

    @Override
    public void close() {
        copy().forEach(this::end);
    }

    private void watch() throws IOException {
        if (watching.isPresent()) {
            return;
        }
        if (!Files.isDirectory(file.getParent())) {
            throw Problem.notFound(Texts.of(
                    "Aquest node no escriu cap fitxer de registre.",
                    "Este nodo no escribe ningún fichero de registro.",
                    "This node writes no log file."));
        }
        WatchService watch = file.getFileSystem().newWatchService();
        try {
            file.getParent()
                    .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        } catch (IOException e) {
            watch.close();
            throw e;
        }
        watching = Optional.of(watch);
        Threads.named("cloudy-registry-log").newThread(() -> run(watch)).start();
    }

    private void run(WatchService watch) {
        try {
            for (boolean valid = true; valid; ) {
                WatchKey key = watch.take();
                // What exactly happened says reading.
                key.pollEvents();
                valid = key.reset();
                copy().forEach(this::readOn);
            }
        } catch (ClosedWatchServiceException e) {
            // Nobody follows any more.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<LogFollower> copy() {
        return List.copyOf(followers);
    }

    private void readOn(LogFollower follower) {
        try {
            if (!follower.readOn()) {
                end(follower);
            }
        } catch (IOException e) {
            log.warn("The log cannot be read: {}", e.getMessage());
            end(follower);
        }
    }

    private void end(LogFollower follower) {
        try {
            release(follower);
            // Outside of the lock: a reader that ends it holds the follower's already.
            follower.close();
        } catch (IOException e) {
            log.debug("The log cannot be closed", e);
        }
    }

    private synchronized void release(LogFollower follower) throws IOException {
        followers.remove(follower);
        if (followers.isEmpty() && watching.isPresent()) {
            watching.get().close();
            watching = Optional.empty();
        }
    }
}
