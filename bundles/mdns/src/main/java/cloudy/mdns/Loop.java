// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of this bundle: waits for packets, for what others hand to it and for the next thing to be done, and sleeps
 * in between. What goes wrong in one thing harms no other, and whatever goes wrong with the waiting itself, the thread
 * begins anew: it ends only when it is told to.
 */
final class Loop implements Schedule {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** Between two beginnings, in ms: what fails at once must not take the processor. */
    private static final long BEGIN_AGAIN = 1_000;

    /** Nor may what fails again and again, perhaps at a stranger's will, fill the disk: one line in that time. */
    private static final long COMPLAIN_AGAIN = 60_000;

    private final Sockets sockets;
    private final Thread thread;
    private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
    private final TreeSet<Timed> timed =
            new TreeSet<>(Comparator.comparingLong(Timed::due).thenComparingLong(Timed::number));
    private long numbers;
    private volatile Selector selector;
    private Runnable renewed = () -> {};
    private long quietUntil = Long.MIN_VALUE;
    private volatile boolean stopped;

    private record Timed(long due, long number, Runnable action) {}

    /** Starts the thread. */
    Loop(String name, Sockets sockets) {
        this.sockets = sockets;
        try {
            selector = sockets.selector();
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
        wake();
    }

    /** Has somebody told, on the thread, that nothing that was registered is listened to any more. */
    void onRenewal(Runnable told) {
        renewed = told;
    }

    /** Calls {@code ready} on the thread whenever the channel can be read; ends with {@link SelectionKey#cancel}. */
    SelectionKey register(SelectableChannel channel, Runnable ready) throws IOException {
        return channel.register(selector, SelectionKey.OP_READ, ready);
    }

    /**
     * Lets go of what was closed. Until then the system's number for it is kept; and if somebody else has closed that
     * already, something opened meanwhile may have got it, and would be closed in its place. On the thread, not from
     * within what {@link #register} calls.
     */
    void release() {
        try {
            selector.selectNow(key -> guarded((Runnable) key.attachment()));
        } catch (IOException | ClosedSelectorException e) {
            // The next turn finds that out, too.
            LOG.debug("mDNS cannot let go of a socket: {}", e.toString());
        }
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
        wake();
    }

    private void wake() {
        try {
            selector.wakeup();
        } catch (InternalError e) {
            // Its descriptor is gone, which the thread finds out by itself; whoever calls cannot help it.
            LOG.debug("mDNS is not woken: {}", e.toString());
        }
    }

    /** Waits for the thread's end, for at most some milliseconds. */
    void join(long milliseconds) throws InterruptedException {
        thread.join(milliseconds);
    }

    private void run() {
        while (!stopped) {
            try {
                turn();
            } catch (Throwable e) {
                // A selector that was closed or broken below us, or no memory left for a moment.
                complain("mDNS begins anew after a fault", e);
                renew();
            }
        }
        close(selector);
    }

    private void turn() throws IOException {
        selector.select(key -> guarded((Runnable) key.attachment()), pause());
        for (Runnable action = handed.poll(); action != null; action = handed.poll()) {
            guarded(action);
        }
        while (!timed.isEmpty() && timed.first().due() <= now()) {
            guarded(timed.pollFirst().action());
        }
    }

    private void renew() {
        close(selector);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BEGIN_AGAIN));
        try {
            selector = sockets.selector();
        } catch (IOException | RuntimeException e) {
            // The old one, which is closed, fails at once: another try comes.
            complain("mDNS has no selector", e);
            return;
        }
        guarded(renewed);
    }

    private void close(Selector old) {
        try {
            old.close();
        } catch (IOException | RuntimeException e) {
            complain("A selector cannot be closed", e);
        }
    }

    /** How long to sleep; 0 would mean for ever. */
    private long pause() {
        return timed.isEmpty() ? 0 : Math.max(1, timed.first().due() - now());
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            // A directory's code runs here as well: whatever it throws, the neighbours want to be heard on.
            complain("mDNS goes on after a fault", e);
        }
    }

    private void complain(String what, Throwable e) {
        if (now() < quietUntil) {
            return;
        }
        quietUntil = now() + COMPLAIN_AGAIN;
        try {
            LOG.warn(what, e);
        } catch (Throwable unsaid) {
            // For want of memory, that is: going on is worth more than saying so.
            return;
        }
    }
}
