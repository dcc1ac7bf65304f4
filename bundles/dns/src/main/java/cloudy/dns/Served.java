// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.xbill.DNS.Name;

/**
 * A zone that the name server is to answer for.
 *
 * @param addresses of a primary zone: who may fetch it; else the servers that are asked
 */
record Served(Side side, Kind kind, Name zone, List<InetAddress> addresses) {

    private static final int LONGEST_FILE = 180;

    /** Who asks. */
    enum Side {
        /** The networks that the operator named. */
        INTERNAL,
        /** Everybody else. */
        EXTERNAL
    }

    /** How the answers come about. */
    enum Kind {
        /** From a file that this node writes. */
        PRIMARY,
        /** From a copy of another server's zone. */
        SECONDARY,
        /** From another server, each time. */
        FORWARD
    }

    Served {
        requireNonNull(side);
        requireNonNull(kind);
        if (!Names.absolute(zone.toString()).equals(Optional.of(zone))) {
            throw new IllegalArgumentException("no name of a zone: " + zone);
        }
        addresses = List.copyOf(addresses);
    }

    /** The name of its file, told apart by view with a sign that is in no name of a zone. */
    String file() {
        String name = zone.toString(true);
        if (name.length() > LONGEST_FILE) {
            var sum = new CRC32();
            sum.update(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            name = name.substring(0, LONGEST_FILE) + '~' + Long.toHexString(sum.getValue());
        }
        return side == Side.EXTERNAL ? "internet~" + name : name;
    }

    Map<String, Object> json() {
        var json = new HashMap<String, Object>();
        json.put("side", side.name().toLowerCase(Locale.ROOT));
        json.put("kind", kind.name().toLowerCase(Locale.ROOT));
        json.put("zone", zone.toString(true));
        json.put("addresses", addresses.stream().map(Addresses::text).toList());
        return json;
    }

    /** What was written down so; empty for what never was. */
    static Optional<Served> of(Facts json) {
        try {
            return Names.absolute(json.text("zone"))
                    .map(zone -> new Served(
                            Side.valueOf(json.text("side").toUpperCase(Locale.ROOT)),
                            Kind.valueOf(json.text("kind").toUpperCase(Locale.ROOT)),
                            zone,
                            json.texts("addresses").stream()
                                    .map(text -> Addresses.of("addresses", text))
                                    .toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
