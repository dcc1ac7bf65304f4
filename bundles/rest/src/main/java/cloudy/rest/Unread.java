// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.rest.time.Clockwork;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads what nobody wants and drops it, within bounds: a server that shuts a connection on which something still comes
 * takes its answer away from the caller with it. No thread waits.
 */
final class Unread implements ReadListener {

    static final int MAX_BYTES = 1024 * 1024;
    static final long MAX_MILLIS = 5_000;

    private static final int PIECE = 8192;

    private final ServletInputStream in;
    private final Consumer<Boolean> then;
    private final AtomicBoolean over = new AtomicBoolean();
    private int dropped;

    /**
     * Makes one.
     *
     * @param then told once, by any thread, whether that was all of it
     */
    Unread(ServletInputStream in, Consumer<Boolean> then) {
        this.in = in;
        this.then = then;
    }

    void drop(Clockwork clock) {
        clock.after(MAX_MILLIS, () -> end(false));
        in.setReadListener(this);
    }

    @Override
    public void onDataAvailable() throws IOException {
        var piece = new byte[PIECE];
        while (!over.get() && in.isReady() && !in.isFinished()) {
            dropped += Math.max(0, in.read(piece));
            if (dropped > MAX_BYTES) {
                end(false);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end(true);
    }

    @Override
    public void onError(Throwable cause) {
        end(false);
    }

    private void end(boolean whole) {
        if (over.compareAndSet(false, true)) {
            then.accept(whole);
        }
    }
}
