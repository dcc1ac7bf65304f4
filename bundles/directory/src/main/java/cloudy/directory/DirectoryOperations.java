// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.form.Texts;
import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The directory in the HTTP API. */
@Component(service = Operations.class)
public final class DirectoryOperations implements Operations {

    private static final int MAX_TYPES = 1_000;

    private static final Texts NOTHING_HEARD = Texts.of(
            "Encara no s'ha sentit cap servei, ni d'aquest node ni dels veïns.",
            "Todavía no se ha oído ningún servicio, ni de este nodo ni de los vecinos.",
            "No service has been heard yet, neither this node's own nor a neighbour's.");
    private static final Texts NOTHING_FITS = Texts.of(
            "Cap dels serveis coneguts encaixa amb aquesta cerca.",
            "Ninguno de los servicios conocidos encaja con esta búsqueda.",
            "None of the services that are known fits this search.");
    private static final Texts NOTHING_MORE = Texts.of(
            "No n'hi ha més: la llista s'acaba aquí.",
            "No hay más: la lista termina aquí.",
            "There are no more: the list ends here.");

    private final Directory directory;
    private final Pulse pulse;

    /** Revisions begin anew when the node does: what a caller has of an earlier time is not this time's. */
    private final String era = Integer.toHexString(ThreadLocalRandom.current().nextInt());

    @Activate
    public DirectoryOperations(@Reference Directory directory, @Reference Pulse pulse) {
        this.directory = directory;
        this.pulse = pulse;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("searchDirectory", this::search, "listTypes", this::types, "getAnnouncement", this::get);
    }

    private Answer search(Call call) {
        long seconds = call.number("wait");
        Object index = call.parameters().get("index");
        if (seconds > 0 && index instanceof Number number && number.longValue() == directory.revision()) {
            return pulse.next(number.longValue(), seconds)
                    .map(changed -> Answer.later(changed.thenApply(nothing -> searchNow(call))))
                    .orElseGet(() -> searchNow(call));
        }
        return searchNow(call);
    }

    private Answer searchNow(Call call) {
        Order order = Order.valueOf(call.text("order").toUpperCase(Locale.ROOT));
        Optional<Position> after = call.find("cursor").map(cursor -> Position.parse(order, cursor));
        Query query =
                new Query(call.find("type"), call.find("node"), call.find("text"), call.find("source"), Query.MAX);
        int limit = (int) call.number("limit");
        // Read first: a change that comes in between is shown, and told of again.
        long revision = directory.revision();
        int asked = Objects.hash(query, order, after, limit, call.languages());
        return Answer.versioned(
                era + '-' + revision + '-' + Integer.toHexString(asked),
                () -> page(query, order, after, limit, revision, call.languages()));
    }

    private Map<String, Object> page(
            Query query, Order order, Optional<Position> after, int limit, long revision, List<Locale> languages) {
        List<Entry> found = directory.entries(query);
        List<Entry> first = first(found, order, after, limit + 1);
        List<Entry> items = first.subList(0, Math.min(limit, first.size()));
        var page = new LinkedHashMap<String, Object>();
        page.put(
                "items",
                items.stream()
                        .map(entry -> AnnouncementView.of(entry.announcement()))
                        .toList());
        if (first.size() > limit) {
            page.put("next", Position.of(order, items.get(limit - 1)).cursor());
        }
        page.put("index", revision);
        page.put("total", found.size());
        if (items.isEmpty()) {
            Texts why = found.isEmpty() ? NOTHING_FITS : NOTHING_MORE;
            page.put("empty", (directory.size() == 0 ? NOTHING_HEARD : why).in(languages));
        }
        return page;
    }

    /** The first so many of those that come after a position, sorted; the others are only looked at. */
    private static List<Entry> first(List<Entry> found, Order order, Optional<Position> after, int count) {
        Comparator<Entry> comparator = order.comparator();
        byte[] name = after.map(Position::nameInBytes).orElse(new byte[0]);
        var first = new PriorityQueue<Entry>(comparator.reversed());
        for (Entry entry : found) {
            if (after.isPresent() && !after.get().isBefore(entry, name)) {
                continue;
            }
            if (first.size() < count) {
                first.add(entry);
            } else if (comparator.compare(entry, first.element()) < 0) {
                first.remove();
                first.add(entry);
            } else if (order == Order.DISTANCE
                    && entry.distance() > first.element().distance()) {
                // A search finds in this order but for the last of ties: what follows is further away still.
                break;
            }
        }
        List<Entry> sorted = new ArrayList<>(first);
        sorted.sort(comparator);
        return sorted;
    }

    private Answer types(Call call) {
        long revision = directory.revision();
        return Answer.versioned(era + '-' + revision, () -> {
            Map<String, Integer> counts = directory.types();
            List<Map<String, Object>> items = counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MAX_TYPES)
                    .map(type -> Map.<String, Object>of("type", type.getKey(), "count", type.getValue()))
                    .toList();
            return Map.of("items", items, "total", counts.size(), "index", revision);
        });
    }

    private Answer get(Call call) {
        Announcement found = directory
                .find(call.text("id"))
                .orElseThrow(() -> Problem.notFound(Texts.of(
                        "Ara això no ho anuncia ningú.",
                        "Ahora esto no lo anuncia nadie.",
                        "Nobody announces this now.")));
        return Answer.ok(AnnouncementView.of(found));
    }
}
