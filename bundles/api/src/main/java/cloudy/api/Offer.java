// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static java.util.Objects.requireNonNull;

import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that a service wants announced.
 *
 * <p>Immutable and strict: what breaks a limit is refused with an {@link InvalidFieldException} that names the
 * component.
 *
 * @param key names the offer within its service, 1 to 64 characters without control characters; an offer that comes
 *     again under its key replaces the one before, wherever that was announced
 * @param type DNS-SD service name without underscore: 1 to 15 ASCII letters, digits and hyphens, case kept
 * @param description what neighbours read in the list of services: 1 to 100 characters on one line
 * @param address where the service listens when that is not this node; empty for this node's own address in the
 *     network that hears of it. Neither loopback nor wildcard, link-local or multicast
 * @param port 0 to 65535; 0 when the service has none
 * @param txt facts for those who want to use the service: at most {@value #MAX_TXT} bytes together, one pair at most
 *     255; keys of printable ASCII without {@code =}, values without control characters
 * @param audience the widest circle that may hear of it; the operator can narrow it
 */
public record Offer(
        String key,
        String type,
        String description,
        Optional<InetAddress> address,
        int port,
        Protocol protocol,
        Txt txt,
        Audience audience) {

    /** Bytes that all TXT pairs of an offer may take together, one length byte for each included. */
    public static final int MAX_TXT = 400;

    private static final int MAX_PAIR = 255;
    private static final int MAX_DESCRIPTION = 100;
    private static final int MAX_KEY = 64;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,15}");
    private static final Pattern TXT_KEY = Pattern.compile("[\\x20-\\x7e&&[^=]]+");

    public Offer {
        if (!TYPE.matcher(type).matches()) {
            throw new InvalidFieldException(
                    "type",
                    Texts.of(
                            "ha de tenir d'1 a 15 lletres, xifres o guions",
                            "debe tener de 1 a 15 letras, cifras o guiones",
                            "must be 1 to 15 letters, digits or hyphens"),
                    type);
        }
        Text.requireLine("key", key, MAX_KEY);
        Text.requireLine("description", description, MAX_DESCRIPTION);
        address.ifPresent(Offer::requireReachable);
        if (port < 0 || port > 65535) {
            throw new InvalidFieldException("port", Why.mustBeBetween(0, 65535), Integer.toString(port));
        }
        requireNonNull(protocol);
        requireSendable(txt);
        requireNonNull(audience);
    }

    /** A TCP service on this node for the whole community, its type being its key. */
    public static Offer of(String type, String description, int port) {
        return new Offer(type, type, description, Optional.empty(), port, Protocol.TCP, Txt.EMPTY, Audience.COMMUNITY);
    }

    /** This offer under another key. */
    public Offer withKey(String newKey) {
        return new Offer(newKey, type, description, address, port, protocol, txt, audience);
    }

    /** This offer on another host. */
    public Offer at(InetAddress host) {
        return new Offer(key, type, description, Optional.of(host), port, protocol, txt, audience);
    }

    /** This offer over another transport protocol. */
    public Offer over(Protocol transport) {
        return new Offer(key, type, description, address, port, transport, txt, audience);
    }

    /** This offer with other facts in place of its own. */
    public Offer with(Txt facts) {
        return new Offer(key, type, description, address, port, protocol, facts, audience);
    }

    /** This offer for another audience. */
    public Offer to(Audience circle) {
        return new Offer(key, type, description, address, port, protocol, txt, circle);
    }

    private static void requireReachable(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()) {
            throw new InvalidFieldException(
                    "address",
                    Texts.of(
                            "ha de ser una que els veïns puguin abastar",
                            "debe ser una que los vecinos puedan alcanzar",
                            "must be one that neighbours can reach"),
                    address.getHostAddress());
        }
    }

    private static void requireSendable(Txt txt) {
        for (Txt.Pair pair : txt.pairs()) {
            // A bare text is a key without value, and may be in any script: PeerStreamer and Tahoe-LAFS use it so.
            boolean keyed = pair.value().isPresent();
            if (pair.key().isEmpty() || (keyed && !TXT_KEY.matcher(pair.key()).matches())) {
                throw new InvalidFieldException(
                        "txt",
                        Texts.of(
                                "una clau ha de ser d'ASCII imprimible sense \"=\"",
                                "una clave debe ser de ASCII imprimible sin \"=\"",
                                "a key must be printable ASCII without \"=\""),
                        pair.key());
            }
            Text.requireNoControl("txt", pair.toString());
            if (Text.utf8Length(pair.toString()) > MAX_PAIR) {
                throw new InvalidFieldException(
                        "txt",
                        Texts.of(
                                "una parella ha de tenir com a màxim 255 bytes",
                                "un par debe tener como máximo 255 bytes",
                                "one pair must have at most 255 bytes"),
                        pair.key());
            }
        }
        if (txt.size() > MAX_TXT) {
            throw new InvalidFieldException(
                    "txt",
                    Texts.of(
                                    "totes les parelles juntes han de tenir com a màxim %s bytes, i en tenen %s",
                                    "todos los pares juntos deben tener como máximo %s bytes, y tienen %s",
                                    "all pairs together must have at most %s bytes, these have %s")
                            .with(MAX_TXT, txt.size()));
        }
    }
}
