// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has checks look, one after the other, each for a limited time. One that does not end when it is interrupted is left
 * alone on its thread, and not asked again before it has ended. Not for several threads.
 */
final class Bench {

    private final Duration limit;
    private final Map<Check, Thread> stuck = new HashMap<>();

    Bench(Duration limit) {
        this.limit = limit;
    }

    /** What a check finds; that it does not say is a finding, too. */
    Finding look(String id, Check check) throws InterruptedException {
        stuck.values().removeIf(thread -> !thread.isAlive());
        if (stuck.containsKey(check)) {
            return tooSlow(id);
        }
        var found = new CompletableFuture<Finding>();
        var thread = new Thread(
                () -> {
                    try {
                        Finding finding = check.look();
                        if (finding == null) {
                            throw new IllegalStateException("it said nothing");
                        }
                        found.complete(finding);
                        // A stranger's class that does not fit in throws errors, too.
                    } catch (Throwable e) {
                        found.completeExceptionally(e);
                    }
                },
                "cloudy-doctor-look");
        thread.setDaemon(true);
        thread.start();
        try {
            return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return failed(id, e.getCause());
        } catch (TimeoutException e) {
            thread.interrupt();
            stuck.put(check, thread);
            return tooSlow(id);
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        }
    }

    private Finding tooSlow(String id) {
        String s = Long.toString(limit.toSeconds());
        return Finding.warning(
                Texts.of(
                        "La comprovació " + id + " no ha respost en " + s + " segons.",
                        "La comprobación " + id + " no ha respondido en " + s + " segundos.",
                        "The check " + id + " has not answered within " + s + " seconds."),
                Texts.of(
                        "El node o el que mira va molt lent: torneu-ho a provar, i mireu el registre si segueix igual.",
                        "El nodo o lo que mira va muy lento: vuelva a probar, y mire el registro si sigue igual.",
                        "The node, or what is looked at, is very slow: try again, and read the log if it stays so."));
    }

    private static Finding failed(String id, Throwable e) {
        String why = cloudy.api.Text.clean(e.getMessage() == null ? e.getClass().getName() : e.getMessage(), 300);
        return Finding.warning(
                Texts.of(
                        "La comprovació " + id + " no ha pogut mirar: " + why,
                        "La comprobación " + id + " no ha podido mirar: " + why,
                        "The check " + id + " could not look: " + why),
                Texts.of(
                        "Mireu el registre del node; si és una falla de la comprovació, la podeu ignorar.",
                        "Mire el registro del nodo; si es un fallo de la comprobación, la puede ignorar.",
                        "Read the node's log; if the check itself is at fault, it can be ignored."));
    }
}
