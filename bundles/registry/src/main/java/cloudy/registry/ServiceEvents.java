// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.registry.LocalService;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Tells those who follow the node which services have changed: how they are, what is wished, what became of offers. */
@Component(service = {})
public final class ServiceEvents {

    private static final String TYPE = "service";
    private static final String RUN = "run";

    /** The run of a service that is no more. */
    private static final String GONE = "gone";

    private final Board board;
    private final Consumer<List<LocalService>> watcher = this::look;
    private final ExecutorService thread = Threads.one("cloudy-registry-events");

    /** What the loop saw last. */
    private Map<String, LocalService> seen = Map.of();

    /** What is to be told, one event at most for a service; this monitor guards it. */
    private Map<String, Event> waiting = new LinkedHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<EventSink> sinks = List.of();

    @Activate
    public ServiceEvents(@Reference Board board) {
        this.board = board;
        board.watch(watcher);
    }

    @Deactivate
    void close() {
        board.unfollow(watcher);
        thread.shutdown();
    }

    private void look(List<LocalService> services) {
        Map<String, LocalService> now = new HashMap<>();
        Map<String, Event> changed = new LinkedHashMap<>();
        for (LocalService service : services) {
            now.put(service.id(), service);
            if (!service.equals(seen.get(service.id()))) {
                changed.put(
                        service.id(),
                        event(
                                service.id(),
                                service.run().name().toLowerCase(Locale.ROOT).replace('_', '-')));
            }
        }
        seen.keySet().stream().filter(id -> !now.containsKey(id)).forEach(id -> changed.put(id, event(id, GONE)));
        seen = now;
        if (!changed.isEmpty()) {
            tell(changed);
        }
    }

    /** What a sink does takes its own time: while it does, later events take the places of earlier ones. */
    private synchronized void tell(Map<String, Event> changed) {
        boolean first = waiting.isEmpty();
        waiting.putAll(changed);
        if (first) {
            thread.execute(this::deliver);
        }
    }

    private void deliver() {
        Map<String, Event> events;
        synchronized (this) {
            events = waiting;
            waiting = new LinkedHashMap<>();
        }
        events.values().forEach(event -> EventSink.tell(sinks, event));
    }

    private static Event event(String id, String run) {
        return new Event(TYPE, id, Role.VIEWER, Map.of(RUN, run));
    }
}
