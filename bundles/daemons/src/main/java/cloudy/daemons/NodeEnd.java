// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Has all programs end as soon as the node begins to: while they say their goodbyes, the framework stops one bundle after
 * the other, and comes to the one that waits for them last.
 */
@Component(service = {})
public final class NodeEnd implements SynchronousBundleListener {

    private final BundleContext context;
    private final Supervisor supervisor;

    @Activate
    public NodeEnd(BundleContext context, @Reference Supervisor supervisor) {
        this.context = context;
        this.supervisor = supervisor;
        context.addBundleListener(this);
    }

    /** On the framework's thread, before it stops anything. */
    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            supervisor.nodeEnds();
        }
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
    }
}
