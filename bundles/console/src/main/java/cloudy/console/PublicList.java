// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import cloudy.api.Node;
import cloudy.api.action.NeighbourAction;
import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What this node and its neighbours offer, as far as people without an account may know. */
@Component(service = PublicList.class)
public final class PublicList {

    /** A page that people read; who wants everything has the search. */
    private static final int MOST = 500;

    /** What a carrier needs to work, and means nothing to people. */
    private static final List<String> INNER_TYPES = List.of("serf", "cloudy-node");

    /** The whole page. */
    public record Offered(String node, List<Service> services) {}

    /** One service. */
    public record Service(
            String description,
            String type,
            String host,
            InetAddress address,
            int port,
            boolean own,
            Optional<String> link) {}

    private final ServiceDirectory directory;
    private final Node node;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<NeighbourAction> actions = List.of();

    @Activate
    public PublicList(@Reference ServiceDirectory directory, @Reference Node node) {
        this.directory = directory;
        this.node = node;
    }

    Offered now() {
        return new Offered(
                node.name(),
                directory.search(Query.all().limit(MOST)).stream()
                        .filter(entry -> !INNER_TYPES.contains(entry.type()))
                        .map(this::shown)
                        .toList());
    }

    private Service shown(Announcement entry) {
        return new Service(
                entry.description(),
                entry.type(),
                entry.host(),
                entry.address(),
                entry.port(),
                entry.trust() == Trust.OWN,
                actions.stream()
                        .map(action -> link(action, entry))
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    private static String link(NeighbourAction action, Announcement entry) {
        try {
            return action.fits(entry) ? action.link(entry).map(URI::toString).orElse(null) : null;
        } catch (RuntimeException e) {
            // A stranger's action: without it the entry has no link.
            return null;
        }
    }
}
