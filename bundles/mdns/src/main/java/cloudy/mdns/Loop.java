// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of this bundle: waits for packets, for what others hand to it and for the next thing to be done, and sleeps
 * in between. What goes wrong in one thing harms no other.
 */
final class Loop implements Schedule {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
    private final TreeSet<Timed> timed =
            new TreeSet<>(Comparator.comparingLong(Timed::due).thenComparingLong(Timed::number));
    private long numbers;
    private volatile boolean stopped;

    private record Timed(long due, long number, Runnable action) {}

    /** Starts the thread. */
    Loop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector", e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands something to the thread, from any thread; it is forgotten once the loop has stopped. */
    void execute(Runnable action) {
        handed.add(action);
        selector.wakeup();
    }

    /** Calls {@code ready} on the thread whenever the channel can be read; ends with {@link SelectionKey#cancel}. */
    SelectionKey register(SelectableChannel channel, Runnable ready) throws IOException {
        return channel.register(selector, SelectionKey.OP_READ, ready);
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public Task after(long milliseconds, Runnable action) {
        var entry = new Timed(now() + milliseconds, numbers++, action);
        timed.add(entry);
        return () -> timed.remove(entry);
    }

    /** Ends the thread, after what it is doing. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    /** Waits for the thread's end, for at most some milliseconds. */
    void join(long milliseconds) throws InterruptedException {
        thread.join(milliseconds);
    }

    private void run() {
        try (selector) {
            while (!stopped) {
                selector.select(key -> guarded((Runnable) key.attachment()), pause());
                for (Runnable action = handed.poll(); action != null; action = handed.poll()) {
                    guarded(action);
                }
                while (!timed.isEmpty() && timed.first().due() <= now()) {
                    guarded(timed.pollFirst().action());
                }
            }
        } catch (IOException e) {
            LOG.error("mDNS has stopped: {}", e.toString());
        }
    }

    /** How long to sleep; 0 would mean for ever. */
    private long pause() {
        return timed.isEmpty() ? 0 : Math.max(1, timed.first().due() - now());
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("mDNS goes on after a fault", e);
        }
    }
}
