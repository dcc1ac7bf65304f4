// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Texts;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** One change after the other; one that fails leaves what was asked for as it was. */
final class Turns {

    /** A part of a change. */
    interface Step {
        void run() throws Exception;
    }

    private final Provisioner provisioner;
    private final ReentrantLock lock = new ReentrantLock(true);
    private volatile Set<String> changing = Set.of();

    Turns(Provisioner provisioner) {
        this.provisioner = provisioner;
    }

    /** Whether what happens to a feature now is our own doing. */
    boolean isOurs(String feature) {
        return changing.contains(feature);
    }

    void take(Step step) throws Exception {
        lock.lockInterruptibly();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes features.
     *
     * @param last done while nobody else has a turn; if it fails the features are put back, too
     * @throws Refusal when it could not be done; everything is as it was
     */
    void change(Collection<String> features, Step step, Step last) throws Exception {
        take(() -> {
            Set<String> before = provisioner.requirements();
            changing = Set.copyOf(features);
            try {
                step.run();
                last.run();
            } catch (InterruptedException e) {
                restore(before, e);
                throw e;
            } catch (Exception e) {
                restore(before, e);
                throw e instanceof Refusal ? e : new Refusal(Unresolved.sentence(e));
            } finally {
                changing = Set.of();
            }
        });
    }

    private void restore(Set<String> before, Exception failed) throws Refusal {
        try {
            provisioner.restore(before);
        } catch (Exception e) {
            throw new Refusal(Texts.of(
                            "%s; i el que hi havia abans no s'ha pogut restituir: %s",
                            "%s; y lo que había antes no se ha podido restituir: %s",
                            "%s; and what was there before could not be put back: %s")
                    .with(Unresolved.sentence(failed), Unresolved.sentence(e)));
        }
    }
}
