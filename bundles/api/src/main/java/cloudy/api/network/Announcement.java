// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import static java.util.Objects.requireNonNull;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.Text;
import cloudy.api.Txt;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An offer as heard, from anyone.
 *
 * <p>Lenient in form and bounded in size: nothing is refused, what is too long is cut, control characters become
 * {@code �}. It is the word of strangers: show it as text, and let it steer no program. Immutable.
 *
 * @param id names the announcement among those of its carrier; at most 256 characters
 * @param type service type without underscore, case kept; at most 63 characters
 * @param description at most 255 characters
 * @param nodeId the node that announced it, where it said so
 * @param host name of the announcing host, or the node's name; may be empty; at most 255 characters
 * @param port 0 to 65535; 0 for none, and for what was not a port
 * @param txt at most 64 pairs of at most 1,300 bytes together (RFC 6763, 6.2); pairs beyond are left out
 * @param carrier the word of the carrier that heard it: {@code own}, {@code mdns}, {@code serf}
 * @param carriers every carrier that heard it, this one among them; a carrier says itself only, the directory all
 * @param reach the circle that it was heard in
 * @param firstHeard when this node heard it first
 * @param lastHeard when this node heard it last
 * @param distance round-trip time to the announcing node; zero for own entries, empty when not known
 */
public record Announcement(
        String id,
        String type,
        String description,
        Optional<String> nodeId,
        String host,
        InetAddress address,
        int port,
        Protocol protocol,
        Txt txt,
        String carrier,
        Set<String> carriers,
        Audience reach,
        Instant firstHeard,
        Instant lastHeard,
        Optional<Duration> distance,
        Trust trust) {

    private static final int MAX_ID = 256;
    private static final int MAX_TYPE = 63;
    private static final int MAX_TEXT = 255;
    private static final int MAX_PAIRS = 64;
    private static final int MAX_TXT = 1_300;
    private static final int KEY_BYTES = 8;

    public Announcement {
        id = Text.clean(id, MAX_ID);
        type = Text.clean(type, MAX_TYPE);
        description = Text.clean(description, MAX_TEXT);
        nodeId = nodeId.map(text -> Text.clean(text, MAX_TYPE));
        host = Text.clean(host, MAX_TEXT);
        requireNonNull(address);
        port = port < 0 || port > 65535 ? 0 : port;
        requireNonNull(protocol);
        txt = bounded(txt);
        carriers = carriers.contains(carrier) ? Set.copyOf(carriers) : Set.of(carrier);
        requireNonNull(reach);
        requireNonNull(firstHeard);
        requireNonNull(lastHeard);
        requireNonNull(distance);
        requireNonNull(trust);
    }

    /**
     * Names it in the API and in commands, whichever carrier heard it: the first 16 hexadecimal digits of the SHA-256 of
     * carrier, line feed and id.
     */
    public String key() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((carrier + '\n' + id).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The address in numbers, as an URI has it: an IPv6 address in brackets, and without the name of a link of this
     * node's, which means nothing elsewhere.
     */
    public String numbers() {
        String numbers = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return numbers;
        }
        int zone = numbers.indexOf('%');
        return '[' + (zone < 0 ? numbers : numbers.substring(0, zone)) + ']';
    }

    /** Begins an unsigned announcement that a carrier heard just now. */
    public static Builder heardBy(String carrier, Audience reach, String id, InetAddress address, Instant now) {
        return new Builder(carrier, reach, id, address, now);
    }

    /** Begins a copy of this announcement. */
    public Builder copy() {
        return new Builder(carrier, reach, id, address, lastHeard)
                .type(type)
                .description(description)
                .nodeId(nodeId)
                .host(host)
                .port(port)
                .protocol(protocol)
                .txt(txt)
                .carriers(carriers)
                .firstHeard(firstHeard)
                .distance(distance)
                .trust(trust);
    }

    /** Puts an announcement together; what is not said is empty, port 0, TCP and unsigned. Not safe for threads. */
    public static final class Builder {

        private final String carrier;
        private final Audience reach;
        private final String id;
        private final InetAddress address;
        private final Instant lastHeard;
        private Instant firstHeard;
        private String type = "";
        private String description = "";
        private Optional<String> nodeId = Optional.empty();
        private String host = "";
        private int port;
        private Protocol protocol = Protocol.TCP;
        private Txt txt = Txt.EMPTY;
        private Set<String> carriers;
        private Optional<Duration> distance = Optional.empty();
        private Trust trust = Trust.UNSIGNED;

        private Builder(String carrier, Audience reach, String id, InetAddress address, Instant now) {
            this.carrier = carrier;
            carriers = Set.of(carrier);
            this.reach = reach;
            this.id = id;
            this.address = address;
            lastHeard = now;
            firstHeard = now;
        }

        /** Sets {@link Announcement#type}. */
        public Builder type(String value) {
            type = value;
            return this;
        }

        /** Sets {@link Announcement#description}. */
        public Builder description(String value) {
            description = value;
            return this;
        }

        /** Sets {@link Announcement#nodeId}. */
        public Builder nodeId(Optional<String> value) {
            nodeId = value;
            return this;
        }

        /** Sets {@link Announcement#host}. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** Sets {@link Announcement#port}. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Sets {@link Announcement#protocol}. */
        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        /** Sets {@link Announcement#txt}. */
        public Builder txt(Txt value) {
            txt = value;
            return this;
        }

        /** Sets {@link Announcement#carriers}. */
        public Builder carriers(Set<String> value) {
            carriers = value;
            return this;
        }

        /** Sets {@link Announcement#firstHeard}. */
        public Builder firstHeard(Instant value) {
            firstHeard = value;
            return this;
        }

        /** Sets {@link Announcement#distance}. */
        public Builder distance(Optional<Duration> value) {
            distance = value;
            return this;
        }

        /** Sets {@link Announcement#trust}. */
        public Builder trust(Trust value) {
            trust = value;
            return this;
        }

        /** The announcement. */
        public Announcement build() {
            return new Announcement(
                    id,
                    type,
                    description,
                    nodeId,
                    host,
                    address,
                    port,
                    protocol,
                    txt,
                    carrier,
                    carriers,
                    reach,
                    firstHeard,
                    lastHeard,
                    distance,
                    trust);
        }
    }

    private static Txt bounded(Txt txt) {
        List<Txt.Pair> pairs = txt.pairs();
        List<Txt.Pair> kept = new ArrayList<>(Math.min(pairs.size(), MAX_PAIRS));
        int size = 0;
        boolean same = true;
        for (Txt.Pair pair : pairs) {
            Txt.Pair clean = clean(pair);
            size += 1
                    + Text.utf8Length(clean.key())
                    + clean.value().map(value -> 1 + Text.utf8Length(value)).orElse(0);
            if (kept.size() == MAX_PAIRS || size > MAX_TXT) {
                break;
            }
            kept.add(clean);
            same &= clean.equals(pair);
        }
        return same && kept.size() == pairs.size() ? txt : new Txt(kept);
    }

    /** The pair itself where nothing is wrong with it. */
    private static Txt.Pair clean(Txt.Pair pair) {
        String key = Text.clean(pair.key(), MAX_TEXT);
        Optional<String> value = pair.value().map(text -> Text.clean(text, MAX_TEXT));
        return key.equals(pair.key()) && value.equals(pair.value()) ? pair : new Txt.Pair(key, value);
    }
}
