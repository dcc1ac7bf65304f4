// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests on to the servlets that bundles bring. One that reads a body may wait for each byte of it, and one that
 * writes much for each byte to be read: most threads must be left for others.
 */
final class Servlets {

    private static final Logger LOG = LoggerFactory.getLogger(Servlets.class);
    private static final int READERS = 8;
    private static final int WRITERS = 8;

    private final Semaphore readers = new Semaphore(READERS);
    private final Semaphore writers = new Semaphore(WRITERS);

    /** An answer that has begun will never be whole. Only the server can let the caller see that. */
    static final class CutException extends IOException {

        private static final long serialVersionUID = 1L;

        CutException() {
            super("the answer is not whole");
        }
    }

    /**
     * Has a servlet answer.
     *
     * @throws CutException when nothing else can be answered any more; whatever else is thrown can still be answered
     */
    void answer(Visit visit, FilterChain chain) throws IOException, ServletException {
        if (visit.request().getContentLengthLong() > Exchange.MAX_BODY) {
            throw Body.tooLarge(Exchange.MAX_BODY);
        }
        boolean reads = visit.bringsBody();
        if (reads && !readers.tryAcquire()) {
            throw Problem.tooMany(
                    Texts.of(
                            "Ara mateix són massa els que envien coses; torneu-ho a provar d'aquí a un moment.",
                            "Ahora mismo son demasiados los que envían cosas; vuelva a intentarlo dentro de un momento.",
                            "Too many are sending something just now; try again in a moment."),
                    1);
        }
        var turn = new Turn(writers);
        try {
            chain.doFilter(new SignedRequest(visit.request(), visit.caller()), new QuietResponse(visit, turn));
            // A servlet may have thought nothing of it that it could not write.
            requireWhole(visit, turn);
        } catch (Exception | LinkageError | StackOverflowError e) {
            requireWhole(visit, turn);
            if (!visit.response().isCommitted()) {
                clear(visit);
                throw e;
            }
            if (!(e instanceof IOException)) {
                LOG.warn("A servlet failed in the middle of its answer", e);
                throw new CutException();
            }
            LOG.debug("A caller has gone", e);
        } finally {
            turn.endWith(visit.request());
            if (reads) {
                readers.release();
            }
        }
    }

    private static void requireWhole(Visit visit, Turn turn) throws CutException {
        Optional<Problem> refusal = turn.refusal();
        if (refusal.isEmpty()) {
            return;
        }
        if (!visit.response().isCommitted()) {
            clear(visit);
            throw refusal.get();
        }
        if (visit.response().getStatus() != refusal.get().status()) {
            LOG.warn("An answer is cut off: {}", refusal.get().getMessage());
            throw new CutException();
        }
    }

    /** What a servlet began to answer, and how, must not be part of what is answered instead. */
    private static void clear(Visit visit) {
        visit.response().reset();
        Reply.begin(visit.response());
    }
}
