// SPDX-License-Identifier: Apache-2.0
package cloudy.api.file;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Tells that something in a folder has changed, once nothing more happens there: an editor empties a file before it fills
 * it, and two files that belong together are copied one after the other. Its thread sleeps until the kernel wakes it.
 * Safe for use by many threads.
 */
public final class QuietWatch implements AutoCloseable {

    /** A reader that hangs does not hold up who closes. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /** Is told; by the watch's own thread only, which ends with what it throws. */
    public interface Reader {

        /** Something may have changed: said once at first, and after each change. */
        void changed();

        /** The folder is gone, and with it the watch. */
        void gone();
    }

    private final WatchService service;
    private final Duration quiet;
    private final Duration patience;
    private final Reader reader;
    private final Thread thread;

    private QuietWatch(WatchService service, String name, Duration quiet, Duration patience, Reader reader) {
        this.service = service;
        this.quiet = quiet;
        this.patience = patience;
        this.reader = reader;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param folder must exist; folders in it are not looked into
     * @param name the thread's
     * @param quiet for how long nothing must have happened before a change is told
     * @param patience after how long it is told though something happens all the time
     * @throws IOException when the folder cannot be watched; the kernel hands out only so many watches
     */
    public static QuietWatch begin(Path folder, String name, Duration quiet, Duration patience, Reader reader)
            throws IOException {
        WatchService service = folder.getFileSystem().newWatchService();
        try {
            folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (IOException | RuntimeException e) {
            service.close();
            throw e;
        }
        var watch = new QuietWatch(service, name, quiet, patience, reader);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            reader.changed();
            while (settled()) {
                reader.changed();
            }
            reader.gone();
        } catch (ClosedWatchServiceException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a change and for the quiet after it; false when the folder is gone. */
    private boolean settled() throws InterruptedException {
        WatchKey key = service.take();
        long begin = System.nanoTime();
        while (key != null) {
            // Names do not matter, so an overflow of events is no loss.
            key.pollEvents();
            if (!key.reset()) {
                return false;
            }
            boolean patient = System.nanoTime() - begin < patience.toNanos();
            key = patient ? service.poll(quiet.toMillis(), TimeUnit.MILLISECONDS) : null;
        }
        return true;
    }

    /** Ends it; the reader hears nothing more, unless it takes longer than some seconds over what it was told last. */
    @Override
    public void close() throws IOException {
        service.close();
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
