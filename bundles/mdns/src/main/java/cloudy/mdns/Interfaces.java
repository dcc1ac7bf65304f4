// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.form.Texts;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The interfaces to speak on: those that the operator named, else every one that is up and can multicast, apart from
 * loopback.
 */
class Interfaces {

    /** More are tunnels or containers by the hundred; each costs a socket and questions to it. */
    static final int MAX = 32;

    private final Set<String> named;

    /** Reads the setting: names with commas or blanks between, or nothing. */
    Interfaces(String setting) {
        named = Arrays.stream(setting.split("[,\\s]+", -1))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Looks at the host; takes well under a millisecond. */
    Set<Attachment> usable() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(this::isWanted)
                .map(Attachment::of)
                .flatMap(Optional::stream)
                .limit(MAX)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** For messages: what is lacking when nothing is usable. */
    Texts lacking() {
        return named.isEmpty()
                ? Texts.of(
                        "no hi ha cap interfície de xarxa activa amb adreça IPv4 i multidifusió",
                        "no hay ninguna interfaz de red activa con dirección IPv4 y multidifusión",
                        "no network interface is up that has an IPv4 address and can multicast")
                : Texts.of(
                                "cap de les interfícies %s no és activa amb una adreça IPv4",
                                "ninguna de las interfaces %s está activa con una dirección IPv4",
                                "none of the interfaces %s is up with an IPv4 address")
                        .with(String.join(", ", named.stream().sorted().toList()));
    }

    private boolean isWanted(NetworkInterface candidate) {
        try {
            if (!candidate.isUp()) {
                return false;
            }
            // Linux does not flag loopback as able to multicast, yet it is: who names it gets it.
            return named.isEmpty()
                    ? candidate.supportsMulticast() && !candidate.isLoopback()
                    : named.contains(candidate.getName());
        } catch (SocketException e) {
            // It went away while we looked.
            return false;
        }
    }
}
