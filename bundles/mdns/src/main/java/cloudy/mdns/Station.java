// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.network.Finder;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.mdns.wire.Name;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All links together: opens and closes them as interfaces come and go, and has the same said on each. Loop's alone. */
final class Station implements Responder.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Station.class);

    /** When to try a name again that somebody else had. */
    private static final long FORGIVE = 60_000;

    /** When to say goodbye for the second and last time. */
    private static final long GOODBYE_AGAIN = 60;

    /** What a station speaks on, how often it looks whether that has changed, in ms, and who is told that it has. */
    record Air(Interfaces interfaces, InetSocketAddress group, long look, Runnable moved) {}

    private final Loop loop;
    private final Node node;
    private final Air air;
    private final Plan plan;
    private final Neighbours neighbours = new Neighbours();
    private final Map<Attachment, Link> links = new LinkedHashMap<>();
    private final Set<Name> taken = new LinkedHashSet<>();
    private Map<String, Outcome> answered = new HashMap<>();
    private Consumer<Map<String, Outcome>> answer = outcomes -> {};
    private Optional<Texts> trouble = Optional.empty();
    private boolean reporting;
    private boolean forgiving;
    private boolean closed;

    Station(Loop loop, Node node, Air air) {
        this.loop = loop;
        this.node = node;
        this.air = air;
        plan = new Plan(node.name(), node.id());
    }

    /** Looks at the interfaces, now and from now on. */
    void look() {
        if (closed) {
            return;
        }
        // First of all: whatever goes wrong now, there is another look.
        loop.after(air.look(), this::look);
        Optional<Texts> before = trouble;
        try {
            follow(air.interfaces().usable());
        } catch (SocketException e) {
            trouble = Optional.of(Texts.of(
                            "no es poden mirar les interfícies de xarxa: %s",
                            "no se pueden mirar las interfaces de red: %s",
                            "the network interfaces cannot be looked at: %s")
                    .with(e.getMessage()));
        }
        trouble.filter(now -> !before.equals(trouble)).ifPresent(now -> LOG.warn("On the LAN: {}", now.english()));
    }

    void publish(List<Wanted> wanted, Consumer<Map<String, Outcome>> to) {
        if (closed) {
            return;
        }
        plan.want(wanted);
        answer = to;
        answered = new HashMap<>();
        speak();
    }

    void find(Finder.Sink sink) {
        neighbours.tell(sink);
    }

    /** Says goodbye on all links, and ends the loop soon. */
    void close() {
        closed = true;
        Map<Link, List<byte[]>> goodbyes = new LinkedHashMap<>();
        links.values().forEach(link -> goodbyes.put(link, link.responder().close()));
        boolean silent = goodbyes.values().stream().allMatch(List::isEmpty);
        loop.after(silent ? 0 : GOODBYE_AGAIN, () -> {
            goodbyes.forEach((link, messages) -> {
                messages.forEach(link::multicast);
                link.close();
            });
            loop.stop();
        });
    }

    @Override
    public void announced(Name owner) {
        // Once for all that were announced together.
        if (!reporting) {
            reporting = true;
            loop.after(0, this::report);
        }
    }

    @Override
    public void taken(Name owner) {
        // Not now: the responder is in the midst of its list.
        if (taken.isEmpty()) {
            loop.after(0, this::rename);
        }
        taken.add(owner);
    }

    private void rename() {
        List<Name> names = List.copyOf(taken);
        taken.clear();
        names.forEach(name -> plan.taken(name).ifPresent(what -> LOG.warn("{}: taking another name", what)));
        speak();
        if (plan.gaveUp() && !forgiving) {
            forgiving = true;
            loop.after(FORGIVE, () -> {
                forgiving = false;
                plan.forgive();
                speak();
            });
        }
    }

    private void follow(Set<Attachment> usable) {
        Set<Attachment> before = Set.copyOf(links.keySet());
        for (Attachment attachment : List.copyOf(links.keySet())) {
            if (!usable.contains(attachment) || links.get(attachment).isBroken()) {
                links.remove(attachment).close();
                neighbours.lost(attachment.name());
                LOG.info("mDNS has left {}", attachment);
            }
        }
        trouble = usable.isEmpty() ? Optional.of(air.interfaces().lacking()) : Optional.empty();
        for (Attachment attachment : usable) {
            if (!links.containsKey(attachment)) {
                open(attachment);
            }
        }
        speak();
        if (!links.keySet().equals(before)) {
            air.moved().run();
        }
    }

    private void open(Attachment attachment) {
        var heard = new Browser.Listener() {
            @Override
            public void found(Sighting sighting) {
                neighbours.found(attachment.name(), sighting);
            }

            @Override
            public void lost(Name instance) {
                neighbours.lost(attachment.name(), instance);
            }
        };
        var self = new Link.Self(this::isOwn, this::isOwn);
        try {
            var random = RandomGenerator.getDefault();
            links.put(attachment, new Link(attachment, air.group(), loop, random, self, this, heard));
            LOG.info("mDNS speaks on {}", attachment);
        } catch (IOException | IllegalArgumentException e) {
            // The latter when the address went away meanwhile.
            trouble = Optional.of(Texts.of(
                            "no es pot parlar mDNS per %s: %s",
                            "no se puede hablar mDNS por %s: %s", "mDNS cannot be spoken on %s: %s")
                    .with(attachment, e.getMessage()));
        }
    }

    private boolean isOwn(InetAddress address) {
        return links.keySet().stream().anyMatch(attachment -> attachment.isOwn(address));
    }

    private boolean isOwn(Name name) {
        return links.values().stream().anyMatch(link -> link.responder().isAnnounced(name));
    }

    private void speak() {
        if (closed) {
            return;
        }
        links.forEach((attachment, link) -> link.responder().want(plan.entries(address(attachment))));
        report();
    }

    /** What to say on a link that our address is: one of those there, unless the operator named one from elsewhere. */
    private InetAddress address(Attachment attachment) {
        InetAddress here = attachment.networks().get(0).address();
        return node.address(Audience.LAN)
                .filter(Inet4Address.class::isInstance)
                .filter(wished -> attachment.isOwn(wished) || !isOfThisHost(wished))
                .orElse(here);
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    private void report() {
        reporting = false;
        Map<String, Outcome> news = new LinkedHashMap<>();
        for (Wanted one : plan.wanted()) {
            outcome(one)
                    .filter(outcome -> !outcome.equals(answered.get(one.id())))
                    .ifPresent(outcome -> news.put(one.id(), outcome));
        }
        if (!news.isEmpty()) {
            answered.putAll(news);
            try {
                answer.accept(Map.copyOf(news));
            } catch (RuntimeException e) {
                LOG.warn("The registry failed over an outcome", e);
            }
        }
    }

    private Optional<Outcome> outcome(Wanted one) {
        if (links.isEmpty()) {
            return trouble.map(Outcome::withheld);
        }
        Optional<Outcome> obstacle = plan.obstacle(one);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        List<Name> names = plan.names(one);
        List<Link> told = links.values().stream()
                .filter(link -> names.stream().allMatch(link.responder()::isAnnounced))
                .toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                told.stream().map(Link::trouble).anyMatch(Optional::isEmpty)
                        ? Outcome.announced()
                        : Outcome.withheld(told.get(0).trouble().orElseThrow()));
    }
}
