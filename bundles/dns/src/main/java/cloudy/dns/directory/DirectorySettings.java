// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.dns.Addresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;

/**
 * The operator's wishes for the directory's own zone, checked.
 *
 * @param served whether the node's name server answers for it as well
 * @param lan whether what is announced on the LAN only is in it
 */
record DirectorySettings(Name zone, InetSocketAddress address, boolean served, boolean lan) {

    /** Below a domain that is for private use and will never be anybody's (ICANN, 2024). */
    static final String ZONE = "cloudy.internal";

    static final int PORT = 8600;

    private static final int MAX_PORT = 65_535;

    /** So that a label of 63 bytes and a type of 15 fit before it. */
    private static final int MAX_ZONE = 100;

    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Texts NO_ZONE = Texts.of(
            "ha de ser el nom d'una zona pròpia, com cloudy.internal, i no pot acabar en .local",
            "debe ser el nombre de una zona propia, como cloudy.internal, y no puede acabar en .local",
            "must be the name of a zone of its own, such as cloudy.internal, and must not end in .local");

    static DirectorySettings of(DirectoryConfig config) {
        if (config.directoryPort() < 1 || config.directoryPort() > MAX_PORT) {
            throw new InvalidFieldException(
                    "directoryPort", Why.mustBeBetween(1, MAX_PORT), Integer.toString(config.directoryPort()));
        }
        return new DirectorySettings(
                zone(config.directoryZone()),
                new InetSocketAddress(
                        Addresses.of(
                                "directoryAddress", config.directoryAddress().trim()),
                        config.directoryPort()),
                config.directoryServed(),
                config.directoryLan());
    }

    static Name zone(String text) {
        String name = text.trim().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        boolean multicast = name.equals("local") || name.endsWith(".local");
        if (name.length() > MAX_ZONE || multicast || !LABELS.matcher(name).matches()) {
            throw new InvalidFieldException("directoryZone", NO_ZONE, text);
        }
        return Name.fromConstantString(name + '.');
    }

    /** Where programs of this host ask: what stands for all of its addresses is none to send a question to. */
    InetSocketAddress here() {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }

    String zoneText() {
        return zone.toString(true);
    }
}
