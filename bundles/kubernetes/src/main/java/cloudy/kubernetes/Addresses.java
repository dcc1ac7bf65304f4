// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses that a cluster tells: numbers only, as a name would be looked up wherever its owner likes. */
final class Addresses {

    private static final String NUMBERS = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";

    private Addresses() {}

    /** An address that neighbours might reach. */
    static Optional<InetAddress> parse(String text) {
        if (text == null || !text.matches(NUMBERS)) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            boolean own = address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isMulticastAddress();
            return own ? Optional.empty() : Optional.of(address);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
