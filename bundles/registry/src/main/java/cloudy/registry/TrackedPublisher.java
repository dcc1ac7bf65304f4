// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.network.Publisher;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** A publisher that was found in the OSGi service registry. */
record TrackedPublisher(BundleContext context, ServiceReference<Publisher> reference) implements Outlet.Source {

    @Override
    public Publisher get() {
        return context.getService(reference);
    }

    @Override
    public void release(Publisher publisher) {
        try {
            context.ungetService(reference);
        } catch (IllegalStateException stopped) {
            // This bundle has stopped, and the framework has done it.
            return;
        }
    }
}
