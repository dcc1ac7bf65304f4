// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A servlet's turn to write more than the server takes at once: from then on it may have to wait for its reader, and holds
 * a thread meanwhile. Safe for use by many threads.
 */
final class Turn implements AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final Semaphore places;
    private long written;
    private boolean taken;
    private boolean refused;

    Turn(Semaphore places) {
        this.places = places;
    }

    /**
     * Is told before so many bytes more are written.
     *
     * @throws IOException when too many others write already; nothing must be written any more then
     */
    synchronized void write(long bytes) throws IOException {
        written += bytes;
        if (written <= Dispatcher.AT_ONCE || taken) {
            return;
        }
        if (refused || !places.tryAcquire()) {
            refused = true;
            throw new IOException("too many write large answers just now");
        }
        taken = true;
    }

    /** What is answered when others have their turn, whether or not the servlet minded. */
    synchronized Optional<Problem> refusal() {
        return refused
                ? Optional.of(Problem.tooMany(
                        Texts.of(
                                "Ara mateix són massa els que baixen coses grosses; torneu-ho a provar d'aquí a un moment.",
                                "Ahora mismo son demasiados los que bajan cosas grandes; vuelva a intentarlo dentro de un"
                                        + " momento.",
                                "Too many are fetching something large just now; try again in a moment."),
                        1))
                : Optional.empty();
    }

    /** Ends it with the request, which may go on without this thread. */
    void endWith(HttpServletRequest request) {
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(this);
                return;
            }
        } catch (IllegalStateException e) {
            LOG.debug("It has ended already", e);
        }
        end();
    }

    /** Gives the place to somebody else; nothing more is written. */
    private synchronized void end() {
        refused = true;
        if (taken) {
            taken = false;
            places.release();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
