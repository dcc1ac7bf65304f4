// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Offer;
import cloudy.api.Text;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.mdns.wire.Name;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Under which names this node announces what is wanted, and what it says there. A name that somebody else has is given up
 * for a second one with the first digits of the node's id; when that is taken as well, the offer is withheld.
 */
final class Plan {

    /** How a node says that it is one. */
    static final Name NODE_TYPE = Name.of("_cloudy-node", "_tcp", "local");

    /** The key of the node's id in that announcement. */
    static final String ID = "id";

    /** Old nodes show only hosts below this name ({@code avahi-ps} filtered so). */
    static final List<String> DOMAIN = List.of("guifi", "local");

    /** More than this would fill the air with our own records. */
    static final int MAX = 500;

    private static final int ID_DIGITS = 4;
    private static final int NAMES = 2;

    private final String nodeName;
    private final String nodeId;
    private final String mark;
    private List<Wanted> wanted = List.of();
    private Map<String, Entry> placed = Map.of();
    private final Map<String, Label> labels = new HashMap<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private int hostTries;

    /** The label that an offer got, good for as long as these stay the same. */
    private record Label(String type, String description, String host, int tries, String label) {}

    Plan(String nodeName, String nodeId) {
        this.nodeName = nodeName;
        this.nodeId = nodeId;
        mark = nodeId.substring(0, Math.min(ID_DIGITS, nodeId.length()));
    }

    /** Takes over what is wanted. */
    void want(List<Wanted> now) {
        wanted = List.copyOf(now);
        var ids = new HashSet<String>();
        wanted.forEach(one -> ids.add(one.id()));
        labels.keySet().retainAll(ids);
        tries.keySet().retainAll(ids);
    }

    /** What is wanted. */
    List<Wanted> wanted() {
        return wanted;
    }

    /** What to announce on a link where this node has that address. */
    List<Entry> entries(InetAddress address) {
        place();
        if (placed.isEmpty()) {
            return List.of();
        }
        Map<Name, Entry> entries = new LinkedHashMap<>();
        Name host = host();
        entries.put(host, Entry.host(host, address));
        Entry node = Entry.service(
                InstanceName.cut(label(), Name.MAX_LABEL), NODE_TYPE, host, 0, List.of(ID + '=' + nodeId));
        entries.put(node.owner(), node);
        for (Wanted one : wanted) {
            Entry entry = placed.get(one.id());
            if (entry != null) {
                entries.put(entry.owner(), entry);
                one.offer().address().ifPresent(foreign -> {
                    Name name = host(one.offer());
                    entries.put(name, Entry.host(name, foreign));
                });
            }
        }
        return List.copyOf(entries.values());
    }

    /** The names that must all be announced for an offer to be found; none when it is withheld. */
    List<Name> names(Wanted one) {
        Entry entry = placed.get(one.id());
        return entry == null ? List.of() : List.of(entry.owner(), host(one.offer()));
    }

    /** Why an offer is not announced; empty when it is or is about to be. */
    Optional<Outcome> obstacle(Wanted one) {
        if (placed.containsKey(one.id())) {
            return Optional.empty();
        }
        if (hostTries >= NAMES) {
            return Optional.of(Outcome.withheld(Texts.of(
                            "a la xarxa local hi ha dos altres equips que es diuen %s i %s; doneu un altre nom a"
                                    + " aquest node",
                            "en la red local hay otros dos equipos que se llaman %s y %s; dé otro nombre a este nodo",
                            "two other hosts on the LAN are called %s and %s; give this node another name")
                    .with(nodeName, nodeName + '-' + mark)));
        }
        if (wanted.indexOf(one) >= MAX) {
            return Optional.of(Outcome.noRoom(Texts.of(
                            "a la xarxa local s'anuncien com a màxim %s serveis",
                            "en la red local se anuncian como máximo %s servicios",
                            "at most %s services are announced on the LAN")
                    .with(MAX)));
        }
        return Optional.of(Outcome.withheld(Texts.of(
                "a la xarxa local algú altre ja anuncia un servei d'aquest tipus i descripció amb el nom d'aquest node",
                "en la red local alguien más ya anuncia un servicio de este tipo y descripción con el nombre de este"
                        + " nodo",
                "others on the LAN already announce a service of this type and description under this node's name")));
    }

    /**
     * Somebody else has a name.
     *
     * @return what was done about it, for the log; empty when it was none of ours
     */
    Optional<String> taken(Name name) {
        for (Wanted one : wanted) {
            Entry entry = placed.get(one.id());
            if (entry != null && entry.owner().equals(name)) {
                tries.merge(one.id(), 1, Integer::sum);
                return Optional.of("\"" + name.first() + "\" is announced by somebody else on the LAN");
            }
        }
        if (hostTries < NAMES && (name.isWithin(host()) || name.equals(NODE_TYPE.child(label())))) {
            String old = label();
            hostTries++;
            // With the host's name the names of all services change: the old ones are no concern of ours any more.
            tries.clear();
            placed = Map.of();
            return Optional.of("another host on the LAN is called " + old);
        }
        return Optional.empty();
    }

    /** Whether something was given up that could be tried again. */
    boolean gaveUp() {
        return hostTries >= NAMES || tries.values().stream().anyMatch(count -> count >= NAMES);
    }

    /** Tries what was given up again, from the first name on. */
    void forgive() {
        hostTries = hostTries >= NAMES ? 0 : hostTries;
        // What found a second name keeps it: going to and fro helps nobody.
        tries.values().removeIf(count -> count >= NAMES);
    }

    private String label() {
        return hostTries == 0 ? nodeName : InstanceName.cut(nodeName, Name.MAX_LABEL - ID_DIGITS - 1) + '-' + mark;
    }

    private Name host() {
        var all = new ArrayList<>(List.of(label()));
        all.addAll(DOMAIN);
        return Name.of(all);
    }

    /** The host of an offer: this node, or a name below its own for an address that is another's. */
    private Name host(Offer offer) {
        return offer.address()
                .map(foreign -> host().child(foreign.getHostAddress().replaceAll("[^0-9A-Za-z]", "-")))
                .orElse(host());
    }

    private void place() {
        Map<String, Entry> now = new LinkedHashMap<>();
        Set<Name> used = new HashSet<>();
        if (hostTries < NAMES) {
            // Who has a label keeps it, whoever comes before it in importance now.
            wanted.stream().limit(MAX).filter(this::hasLabel).forEach(one -> place(one, now, used));
            wanted.stream().limit(MAX).filter(one -> !now.containsKey(one.id())).forEach(one -> place(one, now, used));
        }
        placed = now;
    }

    private boolean hasLabel(Wanted one) {
        Label label = labels.get(one.id());
        return label != null && label.equals(label(one, label.label()));
    }

    private Label label(Wanted one, String text) {
        Offer offer = one.offer();
        return new Label(offer.type() + offer.protocol(), offer.description(), label(), tries(one), text);
    }

    private int tries(Wanted one) {
        return tries.getOrDefault(one.id(), 0);
    }

    private void place(Wanted one, Map<String, Entry> now, Set<Name> used) {
        if (tries(one) >= NAMES) {
            return;
        }
        Offer offer = one.offer();
        Name type = new ServiceType(offer.type(), offer.protocol()).name();
        String text = hasLabel(one) ? labels.get(one.id()).label() : freeLabel(one, type, used);
        labels.put(one.id(), label(one, text));
        used.add(type.child(text));
        now.put(one.id(), Entry.service(text, type, host(offer), offer.port(), TxtForm.strings(offer.txt())));
    }

    /** Several services of one type and description, as containers have them, are told apart by port or number. */
    private String freeLabel(Wanted one, Name type, Set<Name> used) {
        Offer offer = one.offer();
        String first = tries(one) == 0 ? "" : " (" + mark + ')';
        String text = labelled(offer, first);
        for (int number = 1; used.contains(type.child(text)); number++) {
            text = labelled(offer, first + " (" + (number == 1 ? offer.port() : number) + ')');
        }
        return text;
    }

    private String labelled(Offer offer, String addition) {
        String end = InstanceName.of("", label());
        int room = Name.MAX_LABEL - Text.utf8Length(end + addition);
        return InstanceName.of(
                InstanceName.cut(offer.description(), Math.max(0, room)).stripTrailing() + addition, label());
    }
}
