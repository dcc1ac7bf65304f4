// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes into the tag, and what becomes of each wanted entry.
 *
 * @param value empty when nothing goes in: the tag is removed
 * @param outcomes by id; {@code announced} once the value has been written
 */
record TagPlan(Optional<String> value, Map<String, Outcome> outcomes) {

    /**
     * Fills the tag in the order of importance. What does not fit is left out, and smaller ones of less importance may
     * still find room behind it.
     *
     * @param importance types, the most important first; the others follow in the order of {@code wanted}
     * @param room how long the value may be
     */
    static TagPlan of(List<Wanted> wanted, List<String> importance, int room, String host, InetAddress own) {
        var outcomes = new HashMap<String, Outcome>();
        var keys = new HashSet<String>();
        var candidates = new ArrayList<Wanted>();
        for (Wanted entry : byImportance(wanted, importance)) {
            if (keys.add(ServiceRecord.of(entry.offer(), host, own).key())) {
                candidates.add(entry);
            } else {
                outcomes.put(
                        entry.id(),
                        Outcome.withheld(Texts.of(
                                "un altre servei d'aquest node té el mateix tipus i port, i qui ho llegeix no"
                                        + " els distingeix per res més",
                                "otro servicio de este nodo tiene el mismo tipo y puerto, y quien lo lee no"
                                        + " los distingue por nada más",
                                "another service of this node has the same type and port, and readers tell"
                                        + " them apart by nothing else")));
            }
        }
        List<ServiceRecord> all = candidates.stream()
                .map(entry -> ServiceRecord.of(entry.offer(), host, own))
                .toList();
        String value = ServicesTag.encode(all);
        if (value.length() > room) {
            var fitting = new ArrayList<ServiceRecord>();
            value = ServicesTag.encode(fitting);
            for (int i = 0; i < all.size(); i++) {
                fitting.add(all.get(i));
                String longer = ServicesTag.encode(fitting);
                if (longer.length() <= room) {
                    value = longer;
                    outcomes.put(candidates.get(i).id(), Outcome.announced());
                } else {
                    fitting.remove(fitting.size() - 1);
                    outcomes.put(candidates.get(i).id(), Outcome.noRoom(noRoom(fitting.size())));
                }
            }
            return new TagPlan(fitting.isEmpty() ? Optional.empty() : Optional.of(value), outcomes);
        }
        candidates.forEach(entry -> outcomes.put(entry.id(), Outcome.announced()));
        return new TagPlan(all.isEmpty() ? Optional.empty() : Optional.of(value), outcomes);
    }

    private static Texts noRoom(int before) {
        return Texts.of(
                        "Serf porta 512 bytes per a tots els serveis d'un node, i %s de més importants els omplen;"
                                + " l'ordre es tria amb \"importance\"",
                        "Serf lleva 512 bytes para todos los servicios de un nodo, y %s más importantes los llenan;"
                                + " el orden se elige con \"importance\"",
                        "Serf carries 512 bytes for all services of a node, and %s more important ones fill them; the"
                                + " order is set by \"importance\"")
                .with(before);
    }

    private static List<Wanted> byImportance(List<Wanted> wanted, List<String> importance) {
        var ordered = new ArrayList<Wanted>();
        for (String type : importance) {
            wanted.stream()
                    .filter(entry -> entry.offer().type().equalsIgnoreCase(type) && !ordered.contains(entry))
                    .forEach(ordered::add);
        }
        wanted.stream().filter(entry -> !ordered.contains(entry)).forEach(ordered::add);
        return ordered;
    }
}
