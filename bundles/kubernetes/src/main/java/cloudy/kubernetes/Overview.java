// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Offer;
import cloudy.api.form.Texts;
import io.fabric8.kubernetes.api.model.Node;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What there is, as the API tells it. */
final class Overview {

    private Overview() {}

    static Map<String, Object> of(Cluster cluster, Clusters all, List<Locale> languages) {
        var item = new LinkedHashMap<String, Object>();
        item.put("name", cluster.name());
        item.put(
                "state",
                cluster.isFresh()
                        ? cluster.fault().isEmpty() ? "up" : "stale"
                        : cluster.fault().isEmpty() ? "connecting" : "away");
        item.put("fault", cluster.fault().in(languages));
        cluster.heard().ifPresent(at -> item.put("heardAt", at));
        item.put("publisher", cluster.publisher());
        item.put("missingRoles", cluster.link().isPresent() ? cluster.rights().missing(all.settings()) : List.of());
        item.put("unseen", cluster.link().map(Link::lacking).orElse(List.of()));
        item.put("everywhere", cluster.link().map(Link::isEverywhere).orElse(false));
        item.put(
                "nodes",
                cluster.view().map(View::nodes).orElse(List.of()).stream()
                        .map(Overview::of)
                        .toList());
        for (Entry.State state : Entry.State.values()) {
            item.put(
                    word(state),
                    all.entries().stream()
                            .filter(entry -> entry.cluster().equals(cluster.name()) && entry.state() == state)
                            .count());
        }
        return item;
    }

    static Map<String, Object> of(Entry entry, List<Locale> languages) {
        var item = new LinkedHashMap<String, Object>();
        item.put("cluster", entry.cluster());
        item.put("kind", entry.kind());
        item.put("namespace", entry.namespace());
        item.put("name", entry.name());
        item.put("state", word(entry.state()));
        item.put("why", entry.why().equals(Texts.none()) ? "" : entry.why().in(languages));
        item.put("offers", entry.offers().stream().map(Overview::of).toList());
        return item;
    }

    private static Map<String, Object> of(Node node) {
        var item = new LinkedHashMap<String, Object>();
        item.put("name", node.getMetadata().getName());
        item.put("ready", Boards.isReady(node));
        item.put(
                "address", Boards.address(node).map(InetAddress::getHostAddress).orElse(""));
        item.put(
                "version",
                Optional.ofNullable(node.getStatus())
                        .map(status -> status.getNodeInfo())
                        .map(info -> info.getKubeletVersion())
                        .orElse(""));
        return item;
    }

    private static Map<String, Object> of(Offer offer) {
        var item = new LinkedHashMap<String, Object>();
        item.put("type", offer.type());
        item.put("description", offer.description());
        item.put("address", offer.address().map(InetAddress::getHostAddress).orElse(""));
        item.put("port", offer.port());
        item.put("protocol", offer.protocol().name().toLowerCase(Locale.ROOT));
        return item;
    }

    private static String word(Entry.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
