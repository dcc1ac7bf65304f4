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

    /** Services kept of all links together: 19 MB when each is as large as it may be. */
    private static final int MAX_SERVICES = 2 * Browser.MAX_SERVICES;

    /** When to say goodbye for the second and last time. */
    private static final long GOODBYE_AGAIN = 60;

    /**
     * Whoever was kept from looking for so long, by SIGSTOP or a machine that slept, is forgotten by all neighbours, and
     * what it knows of them is over.
     */
    private static final long ABSENT = Browser.MAX_LIFE * 1_000L;

    /** What a station speaks on, how often it looks whether that has changed, in ms, and who is told that it has. */
    record Air(Interfaces interfaces, Sockets sockets, InetSocketAddress group, long look, Runnable moved) {}

    private final Loop loop;
    private final Node node;
    private final Air air;
    private final Plan plan;
    private final Neighbours neighbours = new Neighbours();
    private final Map<Attachment, Link> links = new LinkedHashMap<>();
    private final Map<Attachment, Hearing> hearings = new HashMap<>();
    private final Set<Name> taken = new LinkedHashSet<>();
    private Map<String, Outcome> answered = new HashMap<>();
    private Consumer<Map<String, Outcome>> answer = outcomes -> {};
    private Optional<Texts> trouble = Optional.empty();
    private boolean reporting;
    private boolean forgiving;
    private boolean closed;
    private long looked;

    Station(Loop loop, Node node, Air air) {
        this.loop = loop;
        this.node = node;
        this.air = air;
        plan = new Plan(node.name(), node.id());
        looked = loop.now();
        loop.onRenewal(this::renew);
    }

    /** Looks at the interfaces, now and from now on. */
    void look() {
        if (closed) {
            return;
        }
        // First of all: whatever goes wrong now, there is another look.
        loop.after(air.look(), this::look);
        long now = loop.now();
        if (now - looked > air.look() + ABSENT) {
            LOG.info("mDNS was kept from its work for {} s and begins anew", (now - looked) / 1_000);
            List.copyOf(links.keySet()).forEach(this::leave);
        }
        looked = now;
        listen();
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
        trouble.filter(after -> !before.equals(trouble))
                .ifPresent(after -> LOG.warn("On the LAN: {}", after.english()));
    }

    /** Finds out which links hear anything; one that does not is opened anew by the look that follows. */
    private void listen() {
        links.forEach((attachment, link) -> {
            Hearing hearing = hearings.computeIfAbsent(attachment, key -> new Hearing());
            boolean wasDeaf = hearing.isDeaf();
            Hearing.Step step = hearing.look(link.hasHeard());
            if (step == Hearing.Step.CALL) {
                link.call();
            } else if (step == Hearing.Step.RENEW) {
                link.giveUp();
                if (!wasDeaf) {
                    LOG.warn("mDNS on {} hears nothing, not even itself: it gets another socket", attachment);
                }
            }
            if (wasDeaf != hearing.isDeaf()) {
                LOG.warn("mDNS on {} {}", attachment, wasDeaf ? "hears again" : "is deaf with another socket, too");
                air.moved().run();
            }
        });
        hearings.keySet().retainAll(links.keySet());
    }

    /** Nothing is listened to any more: everything is opened anew. */
    private void renew() {
        List.copyOf(links.keySet()).forEach(this::leave);
        try {
            follow(air.interfaces().usable());
        } catch (SocketException e) {
            LOG.debug("The interfaces are looked at later: {}", e.toString());
        }
    }

    private void leave(Attachment attachment) {
        links.remove(attachment).close();
        loop.release();
        neighbours.lost(attachment.name());
    }

    /** Why the neighbours on some links are not heard, or do not hear this node, by the link; empty when all is well. */
    List<Texts> troubles() {
        if (links.isEmpty()) {
            return trouble.stream().toList();
        }
        return links.keySet().stream()
                .map(this::trouble)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Texts> trouble(Attachment attachment) {
        Hearing hearing = hearings.get(attachment);
        return links.get(attachment)
                .trouble()
                .or(() -> hearing != null && hearing.isDeaf()
                        ? Optional.of(Texts.of(
                                        "per %s no se sent res, ni el que diu aquest node mateix",
                                        "por %s no se oye nada, ni lo que dice este mismo nodo",
                                        "nothing is heard on %s, not even what this node says itself")
                                .with(attachment))
                        : Optional.empty());
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
                leave(attachment);
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
        var self = new Link.Self(this::isOwn, this::isOwn, () -> room(links.size()));
        try {
            var random = RandomGenerator.getDefault();
            links.put(attachment, new Link(attachment, air.group(), loop, air.sockets(), random, self, this, heard));
            LOG.info("mDNS speaks on {}", attachment);
        } catch (IOException | IllegalArgumentException e) {
            // The latter when the address went away meanwhile.
            trouble = Optional.of(Texts.of(
                            "no es pot parlar mDNS per %s: %s",
                            "no se puede hablar mDNS por %s: %s", "mDNS cannot be spoken on %s: %s")
                    .with(attachment, e.getMessage()));
        }
    }

    /** How many services one of so many links may keep, so that a flood on each of them fits this node's memory. */
    static int room(int links) {
        return Math.min(Browser.MAX_SERVICES, MAX_SERVICES / Math.max(1, links));
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
        List<Optional<Texts>> told = links.entrySet().stream()
                .filter(link -> names.stream().allMatch(link.getValue().responder()::isAnnounced))
                .map(link -> trouble(link.getKey()))
                .toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                told.stream().anyMatch(Optional::isEmpty)
                        ? Outcome.announced()
                        : Outcome.withheld(told.get(0).orElseThrow()));
    }
}
