// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.rest.Answer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends text in pieces to one caller, and never waits for that one: who lags too far behind is dropped. */
final class Pieces implements Answer.Sink, WriteListener, AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);
    private static final int MAX_LAG = 256 * 1024;

    /** A comment, which readers of such a stream pass over. */
    private static final String LIFE = ":\n\n";

    private static final String EVENT_END = "\n\n";

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final InetAddress from;
    private final BooleanSupplier standing;
    private final Consumer<Pieces> closed;
    private boolean events;
    private boolean silent;
    private boolean whole = true;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int lag;
    private boolean possible;
    /** The caller hears of the answer before there is anything to say. */
    private boolean unflushed = true;

    private boolean ended;
    private boolean gone;
    private Optional<AutoCloseable> source = Optional.empty();

    /**
     * Makes one.
     *
     * @param from where its caller is
     * @param standing whether its caller would be let in now as then
     * @param closed told once when nothing is sent any more
     */
    Pieces(
            AsyncContext context,
            ServletOutputStream out,
            InetAddress from,
            BooleanSupplier standing,
            Consumer<Pieces> closed) {
        this.context = context;
        this.out = out;
        this.from = from;
        this.standing = standing;
        this.closed = closed;
    }

    /**
     * Begins.
     *
     * @throws Exception what the source throws; nothing was sent then, and something else can be answered
     */
    void begin(Answer.Stream stream) throws Exception {
        events = stream.type().startsWith("text/event-stream");
        context.setTimeout(0);
        context.addListener(this);
        AutoCloseable opened;
        try {
            opened = stream.source().open(this);
        } catch (Exception e) {
            if (forget()) {
                throw e;
            }
            LOG.warn("A stream fails that has ended", e);
            return;
        }
        boolean late;
        synchronized (this) {
            late = gone;
            source = late ? Optional.empty() : Optional.of(opened);
        }
        if (late) {
            close(opened);
        } else {
            out.setWriteListener(this);
        }
    }

    /** Whether its caller would be let in now as then. */
    boolean holds() {
        return standing.getAsBoolean();
    }

    /** Whether another one's caller is at the same place. */
    boolean isBeside(Pieces other) {
        return from.equals(other.from);
    }

    /** Finds out whether its caller is still there: what is sent to one who has gone comes back as an error. */
    void sound() {
        synchronized (this) {
            silent = true;
        }
        showLife();
    }

    /** Sends what means nothing where nothing else was sent since the last time, unless that would cut an event in two. */
    void showLife() {
        boolean dropped;
        synchronized (this) {
            dropped = events && silent && whole && !ended && !gone && isTooMuch(LIFE);
            silent = true;
        }
        if (dropped) {
            close();
        }
    }

    @Override
    public boolean send(String piece) {
        boolean dropped;
        synchronized (this) {
            if (gone || ended) {
                return false;
            }
            silent = false;
            whole = piece.isEmpty() ? whole : piece.endsWith(EVENT_END);
            dropped = isTooMuch(piece);
        }
        if (dropped) {
            close();
        }
        return !dropped;
    }

    /** Puts a piece behind the others, if there is room; holds the lock. */
    private boolean isTooMuch(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        if (lag + bytes.length > MAX_LAG) {
            return true;
        }
        lag += bytes.length;
        waiting.add(bytes);
        return isOver();
    }

    @Override
    public void end() {
        boolean over;
        synchronized (this) {
            ended = true;
            over = isOver();
        }
        if (over) {
            close();
        }
    }

    @Override
    public void onWritePossible() {
        boolean over;
        synchronized (this) {
            possible = true;
            over = isOver();
        }
        if (over) {
            close();
        }
    }

    /** Writes what can be written now; says whether that was the last of it, or cannot be. Holds the lock, never blocks. */
    private boolean isOver() {
        try {
            // Not asked before the server has said so first, nor when nothing is to be written.
            while (possible && !gone && (!waiting.isEmpty() || unflushed) && out.isReady()) {
                if (waiting.isEmpty()) {
                    unflushed = false;
                    out.flush();
                } else {
                    byte[] next = waiting.remove();
                    lag -= next.length;
                    unflushed = true;
                    out.write(next);
                }
            }
            return ended && waiting.isEmpty() && !unflushed;
        } catch (IOException | IllegalStateException e) {
            return true;
        }
    }

    /** Ends it, whoever wants that first. */
    void close() {
        if (!forget()) {
            return;
        }
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.debug("The server has ended it already", e);
        }
    }

    /** Sends nothing more, and leaves the caller as he is; false when that was so already. */
    private boolean forget() {
        Optional<AutoCloseable> opened;
        synchronized (this) {
            if (gone) {
                return false;
            }
            gone = true;
            waiting.clear();
            opened = source;
        }
        opened.ifPresent(Pieces::close);
        closed.accept(this);
        return true;
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            LOG.warn("What fed a stream does not close", e);
        }
    }

    @Override
    public void onError(Throwable cause) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
