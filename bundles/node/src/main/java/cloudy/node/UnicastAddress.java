// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An address that a neighbour could connect to, written as a literal: no name is ever looked up. */
final class UnicastAddress {

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** IPv4 without 0/8, loopback, link-local, multicast and reserved ranges. */
    private static final String IPV4 =
            "(?!0\\.|127\\.|169\\.254\\.|22[4-9]\\.|2[345][0-9]\\.)" + BYTE + "(?:\\." + BYTE + "){3}";

    /** What could be IPv6 without the same ranges; Java has the last word. */
    private static final String IPV6 =
            "(?=.*:.*:)(?!::1?$)(?![fF][fF]|[fF][eE][89abAB])[0-9A-Fa-f:][0-9A-Fa-f:.]{2,44}";

    static final String PATTERN = "(?:" + IPV4 + '|' + IPV6 + ")?";

    static final String SENTENCE = "must be an IP address that neighbours can reach";

    private static final Logger LOG = LoggerFactory.getLogger(UnicastAddress.class);

    private UnicastAddress() {}

    /** Reads the value of a setting; empty when there is none, or none that can be used. */
    static Optional<InetAddress> parse(String field, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.matches(PATTERN)) {
            try {
                // What begins with a digit or a colon and has this form, Java never looks up.
                InetAddress address = InetAddress.getByName(value);
                if (isUsable(address)) {
                    return Optional.of(address);
                }
            } catch (UnknownHostException e) {
                LOG.debug("{} is no address", value, e);
            }
        }
        LOG.error("etc/cloudy.node.cfg: {}: {}; the best of this host's addresses is used", field, SENTENCE);
        return Optional.empty();
    }

    /** Whether an address is one host's, beyond its own links. */
    static boolean isUsable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !(address instanceof Inet4Address && isReserved(address.getAddress()[0] & 0xff));
    }

    private static boolean isReserved(int first) {
        return first == 0 || first >= 240;
    }
}
