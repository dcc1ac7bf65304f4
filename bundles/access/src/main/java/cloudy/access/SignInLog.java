// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the audit log who signed in, and how many could not. The latter at most once a minute: whoever guesses passwords
 * could else push everything else out of the log.
 */
final class SignInLog {

    private static final Logger LOG = LoggerFactory.getLogger(SignInLog.class);
    private static final long PAUSE_MS = 60_000;

    private final Audit audit;
    private final LongSupplier clockMs;
    private long failures;
    private long refused;
    private long notBefore;

    SignInLog(Audit audit, LongSupplier clockMs) {
        this.audit = audit;
        this.clockMs = clockMs;
        notBefore = clockMs.getAsLong();
    }

    void succeeded(Caller caller, InetAddress from, String door) {
        append(caller, from, door, "done");
    }

    void failed(InetAddress from, String door) {
        long count;
        synchronized (this) {
            failures++;
            refused++;
            long now = clockMs.getAsLong();
            if (now < notBefore) {
                return;
            }
            notBefore = now + PAUSE_MS;
            count = failures;
            failures = 0;
        }
        // Without the name that was tried: people type passwords there.
        String outcome = count == 1 ? "refused" : "refused, " + count + " tries since the last entry, this the latest";
        append(Caller.node(), from, door, outcome);
    }

    /** How many were refused since this bundle started. */
    synchronized long refused() {
        return refused;
    }

    // On a disk that is full, too, somebody has to get in to make room.
    private void append(Caller caller, InetAddress from, String door, String outcome) {
        try {
            audit.append(caller, from.getHostAddress(), "signIn", door, outcome);
        } catch (RuntimeException e) {
            LOG.error("{} signed in from {}, {}: not in the audit log: {}", caller.name(), from, outcome, e.toString());
        }
    }
}
