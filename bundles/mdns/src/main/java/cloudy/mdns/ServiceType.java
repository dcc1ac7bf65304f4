// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Protocol;
import cloudy.mdns.wire.Name;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A type of services such as {@code _proxy3._tcp.local}.
 *
 * @param word without underscore, case kept
 */
record ServiceType(String word, Protocol protocol) {

    private static final String LOCAL = "local";

    /** Reads a type, or a part of one such as {@code _color._sub._printer._tcp.local} (RFC 6763, 7.1). */
    static Optional<ServiceType> of(Name name) {
        List<String> labels = name.labels();
        if (labels.size() == 5 && labels.get(1).equalsIgnoreCase("_sub")) {
            labels = labels.subList(2, 5);
        }
        if (labels.size() != 3
                || labels.get(0).length() < 2
                || labels.get(0).charAt(0) != '_'
                || !labels.get(2).equalsIgnoreCase(LOCAL)) {
            return Optional.empty();
        }
        String word = labels.get(0).substring(1);
        return switch (labels.get(1).toLowerCase(Locale.ROOT)) {
            case "_tcp" -> Optional.of(new ServiceType(word, Protocol.TCP));
            case "_udp" -> Optional.of(new ServiceType(word, Protocol.UDP));
            default -> Optional.empty();
        };
    }

    /** The type as a name. */
    Name name() {
        return Name.of('_' + word, protocol == Protocol.UDP ? "_udp" : "_tcp", LOCAL);
    }
}
