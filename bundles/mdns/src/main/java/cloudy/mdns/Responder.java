// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.Resource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Speaks for this node on one link: asks whether a name is free, announces it, defends it, answers questions and says
 * goodbye (RFC 6762, 8 to 10).
 */
final class Responder {

    /** The longest random wait before the first probe. The RFC has 250; less keeps the announcement within 1 s. */
    private static final int PROBE_DELAY = 200;

    private static final int PROBE_INTERVAL = 250;
    private static final int PROBES = 3;

    /** Each announcement comes three times, after one and two more seconds: packets get lost on radio links. */
    private static final int ANNOUNCEMENTS = 3;

    private static final int ANNOUNCE_INTERVAL = 1_000;

    /** Who loses against another that asks for the same name at the same time tries again after this (8.2). */
    private static final int DEFER = 1_000;

    /** More conflicts than this in {@link #CONFLICT_WINDOW} slow us down to {@link #CONFLICT_DELAY} (8.1). */
    private static final int CONFLICTS = 15;

    private static final int CONFLICT_WINDOW = 10_000;
    private static final int CONFLICT_DELAY = 5_000;

    private final Schedule schedule;
    private final Wire wire;
    private final RandomGenerator random;
    private final Predicate<InetAddress> isOwn;
    private final Listener listener;
    private final Replies replies;
    private final Map<Name, Claim> claims = new LinkedHashMap<>();
    private int conflicts;
    private long conflictsSince;

    /** Is told what becomes of names. */
    interface Listener {

        /** The neighbours were told. */
        void announced(Name owner);

        /** Somebody else has the name; it was given up. */
        void taken(Name owner);
    }

    /**
     * A responder that has nothing to say yet.
     *
     * @param isOwn tells this node's own addresses, on whatever link: they are no conflict
     */
    Responder(
            Schedule schedule,
            Wire wire,
            RandomGenerator random,
            Predicate<InetAddress> isOwn,
            Listener listener,
            Replies.Reach reach) {
        this.schedule = schedule;
        this.wire = wire;
        this.random = random;
        this.isOwn = isOwn;
        this.listener = listener;
        replies = new Replies(schedule, wire, random, reach);
    }

    /** Takes over what is to be announced from now on. */
    void want(Collection<Entry> entries) {
        Map<Name, Entry> wanted = entries.stream()
                .collect(Collectors.toMap(Entry::owner, entry -> entry, (first, second) -> first, LinkedHashMap::new));
        List<Resource> gone = new ArrayList<>();
        List<Claim> fresh = new ArrayList<>();
        List<Claim> changed = new ArrayList<>();
        claims.values().removeIf(claim -> {
            claim.want(wanted.containsKey(claim.entry().owner()));
            boolean over = !claim.isWanted() && claim.wasTold();
            if (over) {
                takenBack(claim.entry()).forEach(gone::add);
            }
            return over;
        });
        for (Entry entry : wanted.values()) {
            Claim claim = claims.get(entry.owner());
            if (claim == null) {
                claim = new Claim(entry);
                claims.put(entry.owner(), claim);
                fresh.add(claim);
            } else if (!claim.entry().equals(entry)) {
                // The name is ours already: what else is said of it need not be asked for (RFC 6762, 8.4).
                claim.become(entry);
                if (claim.isAnnounced()) {
                    changed.add(claim);
                }
            }
        }
        goodbyes(gone).forEach(wire::multicast);
        announce(changed);
        probeAfter(random.nextInt(PROBE_DELAY), fresh);
        refresh();
    }

    /** Whether the neighbours were told of a name. */
    boolean isAnnounced(Name owner) {
        Claim claim = claims.get(owner);
        return claim != null && claim.isAnnounced();
    }

    /**
     * Takes everything back at once.
     *
     * @return what was sent, to be repeated: nobody asks whether a goodbye got lost
     */
    List<byte[]> close() {
        List<byte[]> goodbyes = goodbyes(claims.values().stream()
                .filter(Claim::wasTold)
                .flatMap(claim -> takenBack(claim.entry()))
                .toList());
        claims.clear();
        refresh();
        goodbyes.forEach(wire::multicast);
        return goodbyes;
    }

    /** A neighbour asked something, or asked for a name that it wants for itself. */
    void asked(Message query, InetSocketAddress from) {
        if (!query.authorities().isEmpty()) {
            List<Claim> lost = query.questions().stream()
                    .map(question -> claims.get(question.name()))
                    .filter(claim -> claim != null && !claim.isAnnounced())
                    .distinct()
                    .filter(claim -> TieBreak.loses(claim.entry(), query.authorities(), isOwn) && claim.defers())
                    .toList();
            probeAfter(DEFER, lost);
        }
        replies.asked(query, from);
    }

    /** Somebody told something: perhaps of a name of ours. */
    void heard(Message response) {
        List<Claim> contested = new ArrayList<>();
        List<Claim> forgotten = new ArrayList<>();
        response.told().forEach(record -> {
            Claim claim = claims.get(record.name());
            if (claim != null && record.ttl() > 0 && contradicts(claim, record)) {
                contested.add(claim);
            } else if (record.ttl() == 0) {
                stillSaid(record).ifPresent(forgotten::add);
            }
        });
        contested.stream().distinct().forEach(this::conflict);
        // Somebody took back what we still say (RFC 6762, 10.1): say it again, at most once in a second.
        List<Claim> again = forgotten.stream()
                .distinct()
                .filter(claim -> claim.isAnnounced() && replies.maySay(claim.entry()))
                .toList();
        tell(again);
    }

    private Optional<Claim> stillSaid(Resource takenBack) {
        Name owner = takenBack.data() instanceof Rdata.Pointer pointer ? pointer.target() : takenBack.name();
        return Optional.ofNullable(claims.get(owner))
                .filter(claim -> claim.isAnnounced()
                        && claim.entry().records().anyMatch(record -> record.fact()
                                .equals(takenBack.fact())));
    }

    private boolean contradicts(Claim claim, Resource record) {
        if (record.data() instanceof Rdata.Address host && isOwn.test(host.address())) {
            return false;
        }
        List<Resource> ours = claim.entry().unique();
        boolean same = ours.stream().anyMatch(own -> own.fact().equals(record.fact()));
        // Before a name is ours, whatever is said of it means that it belongs to another.
        boolean comparable = !claim.isAnnounced() || ours.stream().anyMatch(own -> own.type() == record.type());
        return comparable && !same;
    }

    private void conflict(Claim claim) {
        if (claims.get(claim.entry().owner()) != claim || claim.isUnasked()) {
            return;
        }
        long now = schedule.now();
        if (now - conflictsSince > CONFLICT_WINDOW) {
            conflictsSince = now;
            conflicts = 0;
        }
        conflicts++;
        if (claim.isAnnounced()) {
            // Perhaps the other one is gone or mistaken: ask again (RFC 6762, 9).
            probeAfter(conflicts > CONFLICTS ? CONFLICT_DELAY : random.nextInt(PROBE_DELAY), List.of(claim));
            refresh();
        } else if (claim.defends()) {
            probeAfter(conflicts > CONFLICTS ? CONFLICT_DELAY : DEFER, List.of(claim));
        } else {
            claims.remove(claim.entry().owner());
            if (claim.isWanted()) {
                listener.taken(claim.entry().owner());
            }
        }
    }

    private void probeAfter(int delay, List<Claim> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Map<Claim, Object> rounds = new LinkedHashMap<>();
        batch.forEach(claim -> rounds.put(claim, claim.begin(false)));
        schedule.after(delay, () -> probe(rounds, 1));
    }

    private void probe(Map<Claim, Object> rounds, int number) {
        List<Claim> batch = underWay(rounds);
        if (batch.isEmpty()) {
            return;
        }
        if (number > PROBES) {
            announce(batch.stream().filter(Claim::isWanted).toList());
            takeBack(batch.stream().filter(claim -> !claim.isWanted()).toList());
            refresh();
            return;
        }
        batch.forEach(Claim::ask);
        Packets.probes(batch.stream().map(Claim::entry).toList()).forEach(wire::multicast);
        schedule.after(PROBE_INTERVAL, () -> probe(rounds, number + 1));
    }

    /**
     * Ends what was withdrawn while it was asked for. Nobody else has the name, so whoever lists it heard it from this node
     * before that was killed.
     */
    private void takeBack(List<Claim> over) {
        over.forEach(claim -> claims.remove(claim.entry().owner()));
        goodbyes(over.stream().flatMap(claim -> takenBack(claim.entry())).toList())
                .forEach(wire::multicast);
    }

    private List<Claim> underWay(Map<Claim, Object> rounds) {
        return rounds.entrySet().stream()
                .filter(entry -> entry.getKey().isAt(entry.getValue()))
                .map(Map.Entry::getKey)
                .filter(claim -> claims.get(claim.entry().owner()) == claim)
                .toList();
    }

    private void announce(List<Claim> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Map<Claim, Object> rounds = new LinkedHashMap<>();
        batch.forEach(claim -> rounds.put(claim, claim.begin(true)));
        tellAgain(rounds, 1);
        batch.forEach(claim -> listener.announced(claim.entry().owner()));
    }

    private void tellAgain(Map<Claim, Object> rounds, int number) {
        List<Claim> batch = underWay(rounds);
        tell(batch);
        if (number < ANNOUNCEMENTS && !batch.isEmpty()) {
            schedule.after((long) ANNOUNCE_INTERVAL * number, () -> tellAgain(rounds, number + 1));
        }
    }

    private void tell(List<Claim> batch) {
        batch.forEach(claim -> replies.said(claim.entry()));
        Packets.responses(batch.stream()
                        .map(claim -> claim.entry().records().toList())
                        .toList())
                .forEach(wire::multicast);
    }

    private static List<byte[]> goodbyes(List<Resource> gone) {
        return Packets.responses(
                gone.stream().map(record -> List.of(record.withTtl(0))).toList());
    }

    /** What to say goodbye to. Not that the type exists: others may have services of it, and said so with our words. */
    private static Stream<Resource> takenBack(Entry entry) {
        return entry.records().filter(record -> !record.name().equals(Entry.TYPES));
    }

    private void refresh() {
        replies.know(claims.values().stream()
                .filter(Claim::isAnnounced)
                .flatMap(claim -> claim.entry().records())
                .toList());
    }
}
