// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An announcement as the directory keeps it, small. Immutable for those who search, but for when it was heard last; its
 * places in the index are the writer's, under the directory's lock.
 */
final class Entry {

    /** What an entry costs beside its texts: measured, with its share of every index. */
    private static final int OVERHEAD = 500;

    private static final long UNKNOWN = Long.MAX_VALUE;

    /** The order of a search: own ones, the LAN's, the near, the far, the unknown; then by description and id. */
    static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::rank)
            .thenComparingLong(entry -> entry.distance)
            .thenComparing(entry -> entry.packed, Packed::compareDescription)
            .thenComparing(entry -> entry.id)
            .thenComparing(entry -> entry.carrier)
            .thenComparingLong(entry -> entry.source.number);

    final Source source;
    final String id;
    final String carrier;
    final Packed packed;
    final Signature signature;
    private final int port;
    private final Protocol protocol;
    private final Audience reach;
    private final Trust trust;
    private final long distance;
    private final long firstHeard;
    private volatile long lastHeard;

    Bucket type;
    Bucket node;
    Bucket host;
    Share origin;
    Share address;

    private Entry(Source source, Announcement announcement, Packed packed, Signature signature, long firstHeard) {
        this.source = source;
        this.packed = packed;
        this.signature = signature;
        this.firstHeard = firstHeard;
        id = announcement.id();
        carrier = announcement.carrier();
        port = announcement.port();
        protocol = announcement.protocol();
        reach = announcement.reach();
        trust = announcement.trust();
        distance = announcement.distance().map(Entry::nanos).orElse(UNKNOWN);
        lastHeard = nanos(announcement.lastHeard());
    }

    static Entry of(Source source, Announcement announcement) {
        var packed = Packed.of(announcement);
        return new Entry(source, announcement, packed, packed.signature(), nanos(announcement.firstHeard()));
    }

    /** This entry, known for as long as the one that it replaces. */
    Entry knownSince(Entry earlier, Announcement announcement) {
        return new Entry(source, announcement, packed, signature, earlier.firstHeard);
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
                && carrier.equals(other.carrier);
    }

    void heardAgain(Entry again) {
        lastHeard = again.lastHeard;
    }

    Announcement announcement() {
        List<String> texts = packed.texts();
        return Announcement.heardBy(carrier, reach, id, packed.address(), instant(lastHeard))
                .type(texts.get(0))
                .description(texts.get(1))
                .host(texts.get(2))
                .txt(new Txt(texts.stream().skip(3).map(Txt.Pair::parse).toList()))
                .nodeId(packed.nodeId())
                .port(port)
                .protocol(protocol)
                .firstHeard(instant(firstHeard))
                .distance(distance == UNKNOWN ? Optional.empty() : Optional.of(Duration.ofNanos(distance)))
                .trust(trust)
                .build();
    }

    private int rank() {
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
        return Instant.EPOCH.plusNanos(nanos);
    }
}
