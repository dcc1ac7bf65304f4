// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.mdns.wire.Name;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all links show together, as it is told to the directory. A node that is reached on two links is listed once, by the
 * link that showed it first.
 */
final class Neighbours {

    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    /** The word of this carrier. */
    static final String CARRIER = "mdns";

    /** A directory comes again when it is updated, and does not say that it goes. */
    private static final int MAX_SINKS = 4;

    private final Deque<Finder.Sink> sinks = new ArrayDeque<>();
    private final Map<String, Map<String, Sighting>> shown = new LinkedHashMap<>();
    private final Map<String, Map<Name, String>> ids = new HashMap<>();

    /** Tells one more from now on, beginning with all that is known. */
    void tell(Finder.Sink sink) {
        if (sinks.size() >= MAX_SINKS) {
            sinks.removeFirst();
        }
        sinks.addLast(sink);
        shown.forEach((id, byLink) -> all(List.of(sink), one -> one.heard(announcement(id, first(byLink)))));
    }

    /** A link shows a service. */
    void found(String link, Sighting sighting) {
        String id = sighting.nodeId().orElse(link) + '/' + unambiguous(sighting.instance());
        String before = ids.computeIfAbsent(link, key -> new HashMap<>()).put(sighting.instance(), id);
        if (before != null && !before.equals(id)) {
            drop(link, before);
        }
        Map<String, Sighting> byLink = shown.computeIfAbsent(id, key -> new LinkedHashMap<>());
        byLink.put(link, sighting);
        if (showing(byLink).equals(link)) {
            Announcement announcement = announcement(id, sighting);
            all(sink -> sink.heard(announcement));
        }
    }

    /** A link shows a service no longer. */
    void lost(String link, Name instance) {
        String id = ids.getOrDefault(link, Map.of()).get(instance);
        if (id != null) {
            ids.get(link).remove(instance);
            drop(link, id);
        }
    }

    /** A link is gone, and with it all that it showed. */
    void lost(String link) {
        Map<Name, String> all = ids.remove(link);
        if (all != null) {
            all.values().forEach(id -> drop(link, id));
        }
    }

    private void drop(String link, String id) {
        Map<String, Sighting> byLink = shown.get(id);
        boolean showing = showing(byLink).equals(link);
        byLink.remove(link);
        if (byLink.isEmpty()) {
            shown.remove(id);
            all(sink -> sink.gone(id));
        } else if (showing) {
            Announcement announcement = announcement(id, first(byLink));
            all(sink -> sink.heard(announcement));
        }
    }

    private void all(Consumer<Finder.Sink> telling) {
        all(List.copyOf(sinks), telling);
    }

    private static void all(List<Finder.Sink> sinks, Consumer<Finder.Sink> telling) {
        for (Finder.Sink sink : sinks) {
            try {
                telling.accept(sink);
            } catch (Throwable e) {
                // Code of others: whatever it throws must not end our looking after the service that it was told of.
                LOG.warn("A directory failed over what mDNS told it", e);
            }
        }
    }

    /** As in zone files: a dot within a label is not one between two, or strangers could give two names one id. */
    private static String unambiguous(Name name) {
        return name.labels().stream()
                .map(label -> label.replace("\\", "\\\\").replace(".", "\\."))
                .collect(Collectors.joining("."));
    }

    private static String showing(Map<String, Sighting> byLink) {
        return byLink.keySet().iterator().next();
    }

    private static Sighting first(Map<String, Sighting> byLink) {
        return byLink.values().iterator().next();
    }

    private static Announcement announcement(String id, Sighting sighting) {
        var type = ServiceType.of(sighting.instance().parent()).orElseThrow();
        String host = HostName.shown(sighting.host());
        return Announcement.heardBy(CARRIER, Audience.LAN, id, sighting.address(), sighting.lastHeard())
                .type(type.word())
                .protocol(type.protocol())
                .description(InstanceName.description(sighting.instance().first(), host))
                .nodeId(sighting.nodeId())
                .host(host)
                .port(sighting.port())
                .txt(TxtForm.read(sighting.txt()))
                .firstHeard(sighting.firstHeard())
                .build();
    }
}
