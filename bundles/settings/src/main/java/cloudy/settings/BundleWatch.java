// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Has the settings of a bundle checked when it is about to start: what it says of them may be news. */
@Component(service = {})
public final class BundleWatch {

    private final BundleContext context;
    private final SynchronousBundleListener listener;

    @Activate
    public BundleWatch(@Reference EtcSettings settings, BundleContext context) {
        this.context = context;
        listener = event -> {
            // A bundle is resolved before its components start, and the framework waits for this listener.
            if (event.getType() == BundleEvent.RESOLVED) {
                settings.declare(event.getBundle());
            } else if (event.getType() == BundleEvent.UNINSTALLED) {
                settings.withdraw(event.getBundle());
            }
        };
        context.addBundleListener(listener);
        // Those that were installed between the first look at all bundles and now.
        for (var bundle : context.getBundles()) {
            settings.declare(bundle);
        }
    }

    @Deactivate
    void close() {
        context.removeBundleListener(listener);
    }
}
