// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Hashes passwords, one at a time: each takes 19 MiB for a moment. Who comes when the queue is full is sent away, and
 * strangers may fill only half of it, so that those who are known to the node are never kept out by them.
 */
final class Passwords {

    private static final int QUEUE = 4;
    private static final int QUEUE_OF_STRANGERS = 2;
    private static final int RETRY_AFTER_S = 2;

    private final PasswordHash.Cost cost;
    private final Semaphore turn = new Semaphore(1, true);
    private final PasswordHash nobodys;
    private int inside;

    Passwords(PasswordHash.Cost cost) {
        this.cost = cost;
        // A hash that no password has: making a real one would cost every start its time and memory.
        nobodys = PasswordHash.ofNobody(cost);
    }

    /** @throws Problem 429 when too many wait */
    String hash(char[] password) {
        return inTurn(true, () -> PasswordHash.make(password, cost).toString());
    }

    /**
     * Takes as long for a user who does not exist as for one who does.
     *
     * @throws Problem 429 when too many wait
     */
    boolean matches(Optional<PasswordHash> kept, char[] password, boolean known) {
        return inTurn(known, () -> {
            boolean matches = kept.orElse(nobodys).matches(password);
            return matches && kept.isPresent();
        });
    }

    /** Whether a hash would be made otherwise today. */
    boolean isOutdated(PasswordHash kept) {
        return !kept.cost().equals(cost);
    }

    /** Does something when its turn has come. */
    <T> T inTurn(boolean known, Supplier<T> work) {
        enter(known ? QUEUE : QUEUE_OF_STRANGERS);
        try {
            turn.acquireUninterruptibly();
            try {
                return work.get();
            } finally {
                turn.release();
            }
        } finally {
            leave();
        }
    }

    private synchronized void enter(int queue) {
        // One is not waiting any more, but at work.
        if (inside > queue) {
            throw Problem.tooMany(
                    Texts.of(
                            "El node està ocupat amb altres contrasenyes; torneu-ho a provar d'aquí a un moment.",
                            "El nodo está ocupado con otras contraseñas; vuelva a intentarlo dentro de un momento.",
                            "The node is busy with other passwords; try again in a moment."),
                    RETRY_AFTER_S);
        }
        inside++;
    }

    /** How many are at work or wait. */
    synchronized int inside() {
        return inside;
    }

    private synchronized void leave() {
        inside--;
    }
}
