// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.xbill.DNS.Address;

/** Addresses in numbers, for all of this bundle. */
public final class Addresses {

    private static final Texts NO_ADDRESS = Texts.of(
            "ha de ser una adreça en xifres, com 10.1.2.3",
            "debe ser una dirección en cifras, como 10.1.2.3",
            "must be an address in numbers, such as 10.1.2.3");

    private Addresses() {}

    /** Whether a neighbour can have it: no loopback, link-local, multicast or any-address. */
    static boolean isPossible(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress();
    }

    /** An address that an operator wrote; nothing is looked up. */
    public static InetAddress of(String field, String text) {
        try {
            return Address.getByAddress(text);
        } catch (UnknownHostException e) {
            throw new InvalidFieldException(field, NO_ADDRESS, text);
        }
    }

    /** In the spelling of BIND: no zone of a link. */
    public static String text(InetAddress address) {
        String numbers = address.getHostAddress();
        int scope = numbers.indexOf('%');
        return scope < 0 ? numbers : numbers.substring(0, scope);
    }
}
