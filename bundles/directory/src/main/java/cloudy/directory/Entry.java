// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An announcement as the directory keeps it, small. Immutable for those who search, but for when it was heard last; its
 * places in the index are the writer's, under the directory's lock.
 */
final class Entry {

    /** What an entry costs beside its texts: measured, with its share of every index. */
    private static final int OVERHEAD = 670;

    private static final long UNKNOWN = Long.MAX_VALUE;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Where in the packed texts the facts begin. */
    private static final int FACTS = 3;

    /** The order of a search: own ones, the LAN's, the near, the far, the unknown; then by description and id. */
    static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::rank)
            .thenComparingLong(entry -> entry.distance)
            .thenComparing(entry -> entry.packed, Packed::compareDescription)
            .thenComparing(entry -> entry.id)
            .thenComparing(entry -> entry.carrier)
            .thenComparingLong(entry -> entry.source.number);

    /** Of several that say the same the one that is shown: the nearest. */
    private static final Comparator<Entry> NEARNESS = Comparator.comparingInt(Entry::rank)
            .thenComparing(entry -> entry.carrier)
            .thenComparingLong(entry -> entry.source.number);

    final Source source;
    final String id;
    final String carrier;
    final Packed packed;

    /** {@link Announcement#key} as a number. */
    final long key;

    /** Those that are one service with this one; empty when nobody else heard it. */
    private final Set<String> carriers;

    private final int place;
    private final int port;
    private final Protocol protocol;
    private final Audience reach;
    private final Trust trust;
    private final long distance;
    private final long firstHeard;
    private volatile long lastHeard;

    /** What stands for it in searches: itself, or what several that say the same were made into. */
    Entry shown;

    /** Under which searches find it, while they do. */
    int number;

    Bucket type;
    Bucket node;
    Bucket host;
    Share origin;
    Share address;

    private Entry(Source source, Announcement announcement, Packed packed, long firstHeard) {
        this.source = source;
        this.packed = packed;
        this.firstHeard = firstHeard;
        key = Long.parseUnsignedLong(announcement.key(), 16);
        id = announcement.id();
        carrier = announcement.carrier();
        carriers = announcement.carriers().size() > 1 ? announcement.carriers() : Set.of();
        port = announcement.port();
        protocol = announcement.protocol();
        reach = announcement.reach();
        trust = announcement.trust();
        distance = announcement.distance().map(Entry::nanos).orElse(UNKNOWN);
        lastHeard = nanos(announcement.lastHeard());
        place = 31 * packed.placeHash() + port;
    }

    static Entry of(Source source, Announcement announcement) {
        return new Entry(source, announcement, Packed.of(announcement), nanos(announcement.firstHeard()));
    }

    /** This entry, known for as long as the one that it replaces. */
    Entry knownSince(Entry earlier, Announcement announcement) {
        return new Entry(source, announcement, packed, earlier.firstHeard);
    }

    /** What the entries of one service say together. */
    static Entry merged(List<Entry> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Entry best = Collections.min(parts, NEARNESS);
        Announcement said = best.announcement();
        long distance = parts.stream().mapToLong(part -> part.distance).min().orElse(UNKNOWN);
        Announcement all = said.copy()
                .nodeId(said.nodeId().or(() -> parts.stream()
                        .flatMap(part -> part.packed.nodeId().stream())
                        .findFirst()))
                .carriers(parts.stream().map(part -> part.carrier).collect(Collectors.toSet()))
                .distance(known(best.distance == UNKNOWN ? distance : best.distance))
                .build();
        long first = parts.stream().mapToLong(part -> part.firstHeard).min().orElse(best.firstHeard);
        var merged = new Entry(best.source, all, Packed.of(all), first);
        parts.forEach(merged::heardAgain);
        return merged;
    }

    /** By the place of the service that it tells of; equal when only node ids could make them two services. */
    int comparePlace(Entry other) {
        int order = Integer.compare(place, other.place);
        if (order == 0) {
            order = Integer.compare(port, other.port);
        }
        if (order == 0) {
            order = protocol.compareTo(other.protocol);
        }
        return order == 0 ? packed.comparePlace(other.packed) : order;
    }

    /** Whether searches know both as the same thing: the one takes the place of the other. */
    boolean isSameAs(Entry other) {
        return source == other.source && id.equals(other.id);
    }

    boolean heardBy(String wanted) {
        return carrier.equals(wanted) || carriers.contains(wanted);
    }

    boolean own() {
        return trust == Trust.OWN;
    }

    /** Bytes of memory, about. */
    int weight() {
        return OVERHEAD + packed.size();
    }

    long lastHeard() {
        return lastHeard;
    }

    /** Whether the other says the same; when it was heard is not part of what it says. */
    boolean saysTheSameAs(Entry other) {
        return packed.equals(other.packed)
                && port == other.port
                && protocol == other.protocol
                && reach == other.reach
                && trust == other.trust
                && distance == other.distance
                && carrier.equals(other.carrier)
                && carriers.equals(other.carriers);
    }

    /** What says the same was heard; the writer's alone, under the directory's lock. */
    void heardAgain(Entry again) {
        // Several carriers may hear of it in any order; alone it is what its carrier says.
        lastHeard = carriers.isEmpty() ? again.lastHeard : Math.max(lastHeard, again.lastHeard);
    }

    Announcement announcement() {
        List<String> texts = packed.texts();
        return Announcement.heardBy(carrier, reach, id, packed.address(), instant(lastHeard))
                .type(texts.get(0))
                .description(texts.get(1))
                .host(texts.get(2))
                .txt(txt(texts))
                .nodeId(packed.nodeId())
                .port(port)
                .protocol(protocol)
                .carriers(carriers.isEmpty() ? Set.of(carrier) : carriers)
                .firstHeard(instant(firstHeard))
                .distance(known(distance))
                .trust(trust)
                .build();
    }

    /** Without a stream: many thousands are unpacked in a second. */
    private static Txt txt(List<String> texts) {
        if (texts.size() == FACTS) {
            return Txt.EMPTY;
        }
        List<Txt.Pair> pairs = new ArrayList<>(texts.size() - FACTS);
        for (String text : texts.subList(FACTS, texts.size())) {
            pairs.add(Txt.Pair.parse(text));
        }
        return new Txt(pairs);
    }

    private static Optional<Duration> known(long distance) {
        return distance == UNKNOWN ? Optional.empty() : Optional.of(Duration.ofNanos(distance));
    }

    long distance() {
        return distance;
    }

    long firstHeard() {
        return firstHeard;
    }

    int rank() {
        if (own()) {
            return 0;
        }
        return reach == Audience.LAN ? 1 : 2;
    }

    private static long nanos(Duration distance) {
        try {
            return Math.max(0, Math.min(distance.toNanos(), UNKNOWN - 1));
        } catch (ArithmeticException beyond292Years) {
            return distance.isNegative() ? 0 : UNKNOWN - 1;
        }
    }

    /** Good from 1677 to 2262; beyond, a clock is wrong and the nearest end will do. */
    private static long nanos(Instant time) {
        try {
            return Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
