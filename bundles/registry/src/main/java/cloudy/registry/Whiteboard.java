// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.CloudyService;
import cloudy.api.Node;
import cloudy.api.network.Publisher;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Looks into the OSGi service registry for the board: services, publishers, the node, and what SCR cannot start. Having
 * no service of its own it starts with the bundle, and keeps the board alive while nobody looks at it.
 *
 * <p>Services and publishers are tracked by reference: their objects are made when the board asks, on the thread that it
 * asks on.
 */
@Component(service = {})
public final class Whiteboard {

    private final BundleContext context;
    private final Board board;
    private final List<ServiceTracker<?, ?>> trackers;
    private final ServiceRegistration<ConfigurationListener> listener;
    private final Newest<Components> lacking;
    private volatile Optional<Components> components = Optional.empty();

    @Activate
    public Whiteboard(BundleContext context, @Reference Board board) {
        this.context = context;
        this.board = board;
        lacking = new Newest<>("cloudy-registry-components", scr -> board.lack(scr.lacking()));
        listener = context.registerService(ConfigurationListener.class, this::configured, null);
        trackers = List.of(
                new Tracked<>(context, Node.class, this::locate, this::locate, reference -> {}),
                new Tracked<>(context, ServiceComponentRuntime.class, this::scrCame, this::scrChanged, this::scrWent),
                new Tracked<>(context, CloudyService.class, this::serviceCame, board::modified, this::serviceWent),
                new Tracked<>(context, Publisher.class, this::publisherCame, same -> {}, board::removeOutlet));
        trackers.forEach(ServiceTracker::open);
    }

    @Deactivate
    void close() {
        listener.unregister();
        trackers.forEach(ServiceTracker::close);
        lacking.close();
    }

    private void serviceCame(ServiceReference<CloudyService> reference) {
        board.appeared(reference, new TrackedService(context, reference, () -> components));
    }

    private void serviceWent(ServiceReference<CloudyService> reference) {
        Bundle bundle = reference.getBundle();
        boolean goesOn = bundle != null && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
        board.vanished(reference, !goesOn);
    }

    private void publisherCame(ServiceReference<Publisher> reference) {
        board.addOutlet(reference, new TrackedPublisher(context, reference));
    }

    private void locate(ServiceReference<Node> reference) {
        Node node = context.getService(reference);
        if (node != null) {
            board.locate(node);
        }
    }

    private void scrCame(ServiceReference<ServiceComponentRuntime> reference) {
        ServiceComponentRuntime scr = context.getService(reference);
        if (scr != null) {
            components = Optional.of(new Components(scr));
            scrChanged(reference);
        }
    }

    /** SCR counts its changes in a service property, a few seconds late. */
    private void scrChanged(ServiceReference<ServiceComponentRuntime> reference) {
        components.ifPresent(lacking::offer);
    }

    private void scrWent(ServiceReference<ServiceComponentRuntime> reference) {
        components = Optional.empty();
        board.lack(List.of());
    }

    /** A component that had a configuration of a list comes back without it only if it had others, under their names. */
    private void configured(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED && event.getFactoryPid() != null) {
            board.deleted(event.getPid());
        }
    }
}
