// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.rest.Answer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends text in pieces to one caller, and never waits for that one: who lags too far behind is dropped. */
final class Pieces implements Answer.Sink, WriteListener, AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);
    private static final int MAX_LAG = 256 * 1024;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Consumer<Pieces> closed;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int lag;
    private boolean possible;
    private boolean unflushed;
    private boolean ended;
    private boolean gone;
    private Optional<AutoCloseable> source = Optional.empty();

    /**
     * Makes one.
     *
     * @param closed told once when nothing is sent any more
     */
    Pieces(AsyncContext context, ServletOutputStream out, Consumer<Pieces> closed) {
        this.context = context;
        this.out = out;
        this.closed = closed;
    }

    /** Begins. */
    void begin(Answer.Source from) {
        context.setTimeout(0);
        context.addListener(this);
        out.setWriteListener(this);
        AutoCloseable opened;
        try {
            opened = from.open(this);
        } catch (Exception e) {
            LOG.error("A stream does not begin", e);
            close();
            return;
        }
        boolean late;
        synchronized (this) {
            late = gone;
            source = late ? Optional.empty() : Optional.of(opened);
        }
        if (late) {
            close(opened);
        }
    }

    @Override
    public boolean send(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        boolean dropped;
        synchronized (this) {
            if (gone || ended) {
                return false;
            }
            dropped = lag + bytes.length > MAX_LAG;
            if (!dropped) {
                lag += bytes.length;
                waiting.add(bytes);
                dropped = isOver();
            }
        }
        if (dropped) {
            close();
        }
        return !dropped;
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
        Optional<AutoCloseable> opened;
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
            waiting.clear();
            opened = source;
        }
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.debug("The server has ended it already", e);
        }
        opened.ifPresent(Pieces::close);
        closed.accept(this);
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
