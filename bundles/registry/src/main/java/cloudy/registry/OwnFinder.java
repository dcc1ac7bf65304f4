// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Offer;
import cloudy.api.network.Announcement;
import cloudy.api.network.Finder;
import cloudy.api.network.Trust;
import cloudy.api.network.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what this node announces into its own directory, at distance zero. */
@Component(service = Finder.class)
public final class OwnFinder implements Finder {

    private static final Logger log = LoggerFactory.getLogger(OwnFinder.class);
    private static final String CARRIER = "own";

    private record Told(Self self, Wanted wanted) {}

    private final Board board;
    private final Consumer<Board.Shown> follower = this::shown;
    private final ExecutorService thread = Threads.one("cloudy-registry-own");
    private final List<Sink> sinks = new ArrayList<>();
    private Map<String, Told> told = Map.of();

    @Activate
    public OwnFinder(@Reference Board board) {
        this.board = board;
        board.follow(follower);
    }

    @Deactivate
    void close() {
        board.unfollow(follower);
        thread.shutdown();
    }

    @Override
    public String carrier() {
        return CARRIER;
    }

    @Override
    public void find(Sink sink) {
        thread.execute(() -> {
            sinks.add(sink);
            tell(sink, List.of(), told.values());
        });
    }

    private void shown(Board.Shown shown) {
        thread.execute(() -> update(shown));
    }

    private void update(Board.Shown shown) {
        Map<String, Told> now = new LinkedHashMap<>();
        shown.wanted().forEach(wanted -> now.put(wanted.id(), new Told(shown.self(), wanted)));
        Map<String, Told> before = told;
        told = now;
        List<String> gone =
                before.keySet().stream().filter(id -> !now.containsKey(id)).toList();
        List<Told> changed = now.values().stream()
                .filter(each -> !each.equals(before.get(each.wanted().id())))
                .toList();
        List.copyOf(sinks).forEach(sink -> tell(sink, gone, changed));
    }

    private void tell(Sink sink, List<String> gone, Collection<Told> changed) {
        try {
            gone.forEach(sink::gone);
            for (Told each : changed) {
                // A directory refuses nothing that is this node's own; one that does has gone.
                if (!sink.heard(announcement(each))) {
                    sinks.remove(sink);
                    return;
                }
            }
        } catch (RuntimeException e) {
            log.warn("A directory failed to take what this node announces", e);
        }
    }

    private static Announcement announcement(Told each) {
        Offer offer = each.wanted().offer();
        return Announcement.heardBy(
                        CARRIER,
                        offer.audience(),
                        each.wanted().id(),
                        each.self().addressOf(offer),
                        Instant.now())
                .type(offer.type())
                .description(offer.description())
                .nodeId(each.self().id())
                .host(each.self().name())
                .port(offer.port())
                .protocol(offer.protocol())
                .txt(offer.txt())
                .distance(Optional.of(Duration.ZERO))
                .trust(Trust.OWN)
                .build();
    }
}
