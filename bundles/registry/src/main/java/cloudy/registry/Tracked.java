// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Tells which services of a type come, change and go, without getting one of them. */
final class Tracked<T> extends ServiceTracker<T, ServiceReference<T>> {

    private final Consumer<ServiceReference<T>> came;
    private final Consumer<ServiceReference<T>> changed;
    private final Consumer<ServiceReference<T>> went;

    Tracked(
            BundleContext context,
            Class<T> type,
            Consumer<ServiceReference<T>> came,
            Consumer<ServiceReference<T>> changed,
            Consumer<ServiceReference<T>> went) {
        super(context, type, null);
        this.came = came;
        this.changed = changed;
        this.went = went;
    }

    @Override
    public ServiceReference<T> addingService(ServiceReference<T> reference) {
        came.accept(reference);
        return reference;
    }

    @Override
    public void modifiedService(ServiceReference<T> reference, ServiceReference<T> same) {
        changed.accept(reference);
    }

    @Override
    public void removedService(ServiceReference<T> reference, ServiceReference<T> same) {
        went.accept(reference);
    }
}
