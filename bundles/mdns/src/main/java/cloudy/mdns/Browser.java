// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Listens on one link: finds the types that are announced, the services of each, and what each is. A service is there
 * for as long as its host and port are said again within {@value #MAX_LIFE} s, whatever time its announcer promised.
 */
final class Browser {

    /** Services kept of one link where there are few, and of one address that announces them. */
    static final int MAX_SERVICES = 2_000;

    static final int MAX_PER_SOURCE = 512;

    /** Seconds without a life sign after which a host is taken for dead, and the least that we let a sign count. */
    static final int MAX_LIFE = 120;

    private static final int MIN_LIFE = 30;

    /** How long to refuse newcomers, in ms, after nothing was found that could go: looking for it is work too. */
    private static final long CROWDED = 100;

    /** Ours have 16 hexadecimal digits. */
    private static final Pattern NODE_ID = Pattern.compile("[0-9A-Za-z-]{1,63}");

    private final Schedule schedule;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Attachment attachment;
    private final Predicate<Name> isOwn;
    private final IntSupplier room;
    private final Listener listener;
    private final Asker asker;
    private final Types types;
    private final Map<Name, Found> services = new LinkedHashMap<>();
    private final Map<Name, Host> hosts = new LinkedHashMap<>();
    private long crowdedUntil;
    private final Tally<InetAddress> sources = new Tally<>();
    private final Tally<Name> typed = new Tally<>();

    /** Is told what there is. */
    interface Listener {

        /** A service is there, for the first time or with other values, or it gave a sign of life. */
        void found(Sighting sighting);

        /** A service is there no longer. */
        void lost(Name instance);
    }

    /**
     * A browser that knows nothing.
     *
     * @param isOwn tells the names of hosts and instances that this node announces itself
     * @param room tells how many services may be kept
     */
    Browser(
            Schedule schedule,
            InstantSource clock,
            Wire wire,
            RandomGenerator random,
            Attachment attachment,
            Predicate<Name> isOwn,
            IntSupplier room,
            Listener listener) {
        this.schedule = schedule;
        this.clock = clock;
        this.random = random;
        this.attachment = attachment;
        this.isOwn = isOwn;
        this.room = room;
        this.listener = listener;
        asker = new Asker(schedule, wire, random, this::known);
        types = new Types(schedule, asker, typed);
    }

    /** Begins to ask. */
    void start() {
        types.start();
    }

    /** Somebody asked something. */
    void asked(Message query) {
        asker.heard(query);
    }

    /** Somebody told something. */
    void heard(Message response, InetAddress source) {
        long now = schedule.now();
        Set<Found> touched = new LinkedHashSet<>();
        List<Resource> told = response.told().toList();
        // In this order, since a message tells of a host before or after the service that leads to it.
        told.forEach(record -> {
            if (record.data() instanceof Rdata.Pointer pointer) {
                pointed(record, pointer.target(), source, now, touched);
            }
        });
        told.forEach(record -> described(record, now, touched));
        Set<Host> moved = new LinkedHashSet<>();
        told.forEach(record -> {
            if (record.data() instanceof Rdata.Address said) {
                addressed(record, said.address(), now).ifPresent(moved::add);
            }
        });
        Instant moment = clock.instant();
        touched.forEach(found -> found.lastHeard(moment));
        touched.forEach(found -> nodeIdOf(found).ifPresent(moved::add));
        touched.forEach(this::review);
        moved.forEach(host -> host.stir(now).ifPresent(wait -> {
            if (wait == 0) {
                reviewAll(host);
            } else {
                schedule.after(wait, () -> reviewAll(host));
            }
        }));
    }

    private void reviewAll(Host host) {
        List.copyOf(host.services()).forEach(this::review);
    }

    private void pointed(Resource record, Name target, InetAddress source, long now, Set<Found> touched) {
        if (record.name().equals(Entry.TYPES)) {
            if (record.ttl() > 0) {
                ServiceType.of(target).ifPresent(type -> types.learn(type.name()));
            }
            return;
        }
        Optional<ServiceType> type = ServiceType.of(record.name());
        if (type.isEmpty() || !target.parent().equals(type.get().name())) {
            return;
        }
        if (record.ttl() == 0) {
            Optional.ofNullable(services.get(target)).ifPresent(this::forget);
            return;
        }
        types.learn(type.get().name());
        track(target, source, now).ifPresent(found -> {
            found.point(now, record.ttl());
            touched.add(found);
        });
    }

    private void described(Resource record, long now, Set<Found> touched) {
        Found found = services.get(record.name());
        if (found == null) {
            return;
        }
        if (record.data() instanceof Rdata.Server server) {
            if (record.ttl() == 0 || isOwn.test(server.host())) {
                touched.remove(found);
                forget(found);
                return;
            }
            settle(found, server, now);
            found.serverFreshness().hear(now, life(record), jitter());
            touched.add(found);
        } else if (record.data() instanceof Rdata.Strings strings && record.ttl() > 0) {
            found.text(strings.texts());
            found.textFreshness().hear(now, Math.max(MAX_LIFE, record.ttl()) * 1_000L, jitter());
            touched.add(found);
        }
    }

    private Optional<Host> addressed(Resource record, InetAddress address, long now) {
        Host host = hosts.get(record.name());
        if (host == null || !attachment.allows(address)) {
            return Optional.empty();
        }
        boolean changed = record.ttl() == 0
                ? host.lose(address)
                : host.hear(address, old -> replaces(record, address, old), now, life(record), jitter());
        return changed ? Optional.of(host) : Optional.empty();
    }

    /**
     * Whether an address makes an older one void (RFC 6762, 10.2). Not one of this link by one from elsewhere: a host with
     * two interfaces here, in different networks, says both in turn, and only one of them may be reachable for us.
     */
    private boolean replaces(Resource record, InetAddress address, InetAddress old) {
        return record.unique()
                && old.getAddress().length == address.getAddress().length
                && (attachment.reaches(address) || !attachment.reaches(old));
    }

    /** The node's own record tells the id of the node for all services on its host: the host, if that is news. */
    private Optional<Host> nodeIdOf(Found found) {
        if (!found.instance().parent().equals(Plan.NODE_TYPE) || found.host().isEmpty()) {
            return Optional.empty();
        }
        Host host = found.host().get();
        Optional<String> id = found.text()
                .flatMap(text -> TxtForm.read(text).get(Plan.ID))
                .filter(text -> NODE_ID.matcher(text).matches());
        // Under another name it would be easy to speak for a host that is somebody else's.
        if (id.equals(host.nodeId())
                || !found.instance().first().equalsIgnoreCase(host.name().first())) {
            return Optional.empty();
        }
        host.nodeId(id);
        return Optional.of(host);
    }

    private Optional<Found> track(Name instance, InetAddress source, long now) {
        Found known = services.get(instance);
        if (known != null || isOwn.test(instance)) {
            return Optional.ofNullable(known);
        }
        if (sources.count(source) >= MAX_PER_SOURCE && !makeRoom(source, false, now)) {
            return Optional.empty();
        }
        if (services.size() >= room.getAsInt()
                && !sources.largerThan(source)
                        .map(largest -> makeRoom(largest, true, now))
                        .orElse(false)) {
            return Optional.empty();
        }
        var found = new Found(instance, source, clock.instant(), now);
        services.put(instance, found);
        sources.add(source);
        typed.add(instance.parent());
        return Optional.of(found);
    }

    /** Forgets something that this one named: the oldest that never was of use, or else, if anything may go, the newest. */
    private boolean makeRoom(InetAddress source, boolean anything, long now) {
        if (now < crowdedUntil && !anything) {
            return false;
        }
        List<Found> theirs = services.values().stream()
                .filter(found -> found.source().equals(source))
                .toList();
        Optional<Found> first = theirs.stream()
                .filter(found -> found.told().isEmpty())
                .findFirst()
                .or(() -> anything ? Optional.of(theirs.get(theirs.size() - 1)) : Optional.empty());
        first.ifPresentOrElse(this::forget, () -> crowdedUntil = now + CROWDED);
        return first.isPresent();
    }

    private void settle(Found found, Rdata.Server server, long now) {
        found.host().filter(host -> !host.name().equals(server.host())).ifPresent(old -> leave(old, found));
        Host host = hosts.computeIfAbsent(server.host(), name -> new Host(name, now));
        host.services().add(found);
        found.serve(host, server.port());
    }

    private void leave(Host host, Found found) {
        host.services().remove(found);
        if (host.services().isEmpty()) {
            hosts.remove(host.name());
        }
    }

    private void forget(Found found) {
        services.remove(found.instance());
        sources.remove(found.source());
        typed.remove(found.instance().parent());
        found.host().ifPresent(host -> leave(host, found));
        found.reviewBy(() -> {});
        if (found.told().isPresent()) {
            listener.lost(found.instance());
        }
    }

    /** Tells of a service, asks for what is lacking or about to expire, and plans when to do so again. */
    private void review(Found found) {
        if (services.get(found.instance()) != found) {
            return;
        }
        long now = schedule.now();
        if (found.serverFreshness().isOver(now)) {
            if (found.told().isPresent()) {
                types.again(found.instance().parent());
            }
            forget(found);
            return;
        }
        if (found.textFreshness().isOver(now)) {
            // Some have none and say nothing. What was said once is asked for again, not forgotten.
            found.text(found.text().orElse(List.of()));
            found.textFreshness().hear(now, Entry.TTL * 1_000L, jitter());
        }
        Optional<Sighting> sighting = sighting(found, now);
        if (sighting.isPresent()) {
            if (found.tells(sighting.get(), now)) {
                listener.found(sighting.get());
            }
        } else if (found.told().isPresent()) {
            found.untell();
            listener.lost(found.instance());
        }
        long due = Math.min(askFor(found, now), found.untoldUntil());
        found.reviewBy(schedule.after(Math.max(1, due - now), () -> review(found)));
    }

    private long askFor(Found found, long now) {
        if (found.serverFreshness().asks(now)) {
            asker.ask(Question.of(found.instance(), RecordType.SRV));
        }
        if (found.textFreshness().asks(now)) {
            asker.ask(Question.of(found.instance(), RecordType.TXT));
        }
        long due = Math.min(found.serverFreshness().due(), found.textFreshness().due());
        if (found.host().isEmpty()) {
            return due;
        }
        Host host = found.host().get();
        if (host.freshness().isOver(now)) {
            host.freshness().restart(now);
        }
        if (host.freshness().asks(now)) {
            asker.ask(Question.of(host.name(), RecordType.A));
            asker.ask(Question.of(host.name(), RecordType.AAAA));
        }
        return Math.min(due, host.freshness().due());
    }

    private Optional<Sighting> sighting(Found found, long now) {
        if (found.host().isEmpty()
                || found.text().isEmpty()
                || !found.serverFreshness().holds(now)) {
            return Optional.empty();
        }
        Host host = found.host().get();
        return address(host.addresses(now))
                .map(address -> new Sighting(
                        found.instance(),
                        host.name(),
                        address,
                        found.port(),
                        found.text().get(),
                        nodeId(host),
                        found.firstHeard(),
                        found.lastHeard()));
    }

    private Optional<InetAddress> address(Collection<InetAddress> addresses) {
        return addresses.stream()
                .min(Comparator.comparing((InetAddress address) -> !attachment.reaches(address))
                        .thenComparing(address -> address.getAddress().length));
    }

    /** A node announces what runs on another's address under a name below its own. */
    private Optional<String> nodeId(Host host) {
        return host.nodeId()
                .or(() -> Optional.ofNullable(hosts.get(host.name().parent())).flatMap(Host::nodeId));
    }

    /** What is known of a type need not be answered again. */
    private List<Resource> known(Question question) {
        if (question.type() != RecordType.PTR) {
            return List.of();
        }
        long now = schedule.now();
        return services.values().stream()
                .filter(found -> found.instance().parent().equals(question.name()) && found.pointerLeft(now) > 0)
                .map(found -> Resource.of(
                        question.name(), new Rdata.Pointer(found.instance()), found.pointerLeft(now), false))
                .toList();
    }

    private static long life(Resource record) {
        return Math.min(MAX_LIFE, Math.max(MIN_LIFE, record.ttl())) * 1_000L;
    }

    private int jitter() {
        return random.nextInt(3);
    }
}
