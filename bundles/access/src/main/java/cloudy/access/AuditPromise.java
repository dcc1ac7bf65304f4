// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import java.util.concurrent.atomic.AtomicBoolean;

/** Room for one entry, until it is closed. */
final class AuditPromise implements Audit.Room {

    private final Audit given;
    private final Runnable giveBack;
    private final AtomicBoolean over = new AtomicBoolean();

    AuditPromise(Audit given, Runnable giveBack) {
        this.given = given;
        this.giveBack = giveBack;
    }

    @Override
    public void append(Caller caller, String from, String action, String target, String outcome) {
        given.append(caller, from, action, target, outcome);
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
