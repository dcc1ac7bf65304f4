// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.LongSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Keeps a jar that hangs from keeping the whole node from stopping in order.
 *
 * <p>The framework stops what was dropped first, and waits without end for a start or a stop that does not come back;
 * the others would never get to say goodbye to the neighbours. So this stops the dropped jars before it does, each on
 * a thread of its own, and if one does not come back, the others too. Runs on the framework's thread.
 */
final class NodeStop implements SynchronousBundleListener {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Bundles bundles;
    private final Lines lines;
    private final LongSupplier nanoTime;

    NodeStop(Bundles bundles, Lines lines, LongSupplier nanoTime) {
        this.bundles = bundles;
        this.lines = lines;
        this.nanoTime = nanoTime;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            try {
                if (!stopDropped()) {
                    stopOthers();
                }
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether all of them came back. */
    private boolean stopDropped() throws InterruptedException {
        long end = nanoTime.getAsLong() + LIMIT.toNanos();
        boolean all = true;
        var lastStartedFirst = new ArrayList<>(bundles.dropped());
        Collections.reverse(lastStartedFirst);
        for (Bundle bundle : lastStartedFirst) {
            var left = Duration.ofNanos(end - nanoTime.getAsLong());
            // One whose start is just coming back is stopped like the others.
            if (left.isNegative() || !bundles.awaitIdle(Bundles.fileName(bundle), left)) {
                all = false;
            } else {
                all &= stop(bundle, Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong())));
            }
        }
        return all;
    }

    private boolean stop(Bundle bundle, Duration limit) throws InterruptedException {
        try {
            bundles.stop(bundle, limit);
        } catch (BundleException stoppedAllTheSame) {
            lines.refused(Bundles.fileName(bundle), "", Bundles.complaint(stoppedAllTheSame));
        } catch (Worker.HangsException hangs) {
            lines.refused(
                    Bundles.fileName(bundle),
                    "",
                    Texts.of(
                            "no s'atura; el node ho fa sense ell",
                            "no se para; el nodo lo hace sin él",
                            "does not stop; the node does so without it"));
            return false;
        }
        return true;
    }

    private void stopOthers() {
        for (Bundle bundle : bundles.others()) {
            try {
                bundle.stop(Bundle.STOP_TRANSIENT);
            } catch (BundleException stoppedAllTheSame) {
                lines.refused(
                        "", "", Texts.of("%s %s").with(bundle.getSymbolicName(), Bundles.complaint(stoppedAllTheSame)));
            }
        }
    }
}
