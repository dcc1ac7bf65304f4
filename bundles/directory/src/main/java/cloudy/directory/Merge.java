// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which of the entries at one place are one service that several carriers heard.
 *
 * <p>Two different node ids are two services, and so are two entries of one source. Where a source has several at one
 * place (two pages of one web server), the description tells which belong together; the nodes of old write it with
 * {@code _} in place of blanks on Serf.
 */
final class Merge {

    private Merge() {}

    /** The services at a place: an entry that stands alone as it is, of those that belong together what they say. */
    static List<List<Entry>> services(List<Entry> place) {
        if (place.size() < 2) {
            return place.isEmpty() ? List.of() : List.of(place);
        }
        if (sources(place).size() == 1) {
            return place.stream().map(List::of).toList();
        }
        List<List<Entry>> services = new ArrayList<>();
        for (List<Entry> node : byNode(place)) {
            if (sources(node).size() == node.size()) {
                services.add(node);
            } else {
                services.addAll(byDescription(node));
            }
        }
        return services;
    }

    private static Collection<List<Entry>> byNode(List<Entry> place) {
        Set<String> ids = place.stream()
                .flatMap(entry -> entry.packed.nodeId().stream())
                .map(Index::key)
                .collect(Collectors.toSet());
        // Who does not say which node it is belongs to the only one that there is.
        String nobody = ids.size() == 1 ? ids.iterator().next() : "";
        Map<String, List<Entry>> nodes = new LinkedHashMap<>();
        for (Entry entry : place) {
            String id = entry.packed.nodeId().map(Index::key).orElse(nobody);
            nodes.computeIfAbsent(id, missing -> new ArrayList<>(2)).add(entry);
        }
        return nodes.values();
    }

    private static Set<Long> sources(List<Entry> entries) {
        return entries.stream().map(entry -> entry.source.number).collect(Collectors.toSet());
    }

    /** The first with a description of each source together, then the second of each. */
    private static Collection<List<Entry>> byDescription(List<Entry> node) {
        record Said(String description, int number) {}
        record Speaker(String description, long source) {}
        Map<Speaker, Integer> numbers = new HashMap<>();
        Map<Said, List<Entry>> services = new LinkedHashMap<>();
        for (Entry entry : node) {
            String description =
                    Fold.fold(entry.packed.texts().get(1)).replace('_', ' ').strip();
            int number = numbers.merge(new Speaker(description, entry.source.number), 1, Integer::sum);
            services.computeIfAbsent(new Said(description, number), missing -> new ArrayList<>(2))
                    .add(entry);
        }
        return services.values();
    }
}
