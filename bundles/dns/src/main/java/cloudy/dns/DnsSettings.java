// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * The operator's wishes, checked.
 *
 * @param service the id of this name server at guifi.net; 0 for none
 * @param deviceNames whether it answers for the names of all devices and the way back
 * @param domains at and below which guifi.net's data say what the networks are told
 * @param listen where it listens; empty for each address of this machine
 * @param networks who may ask for anything
 * @param forwarders whom it asks for what it does not know; empty for the internet's own servers
 * @param unsigned zones for which no signature is asked, beside those that it serves
 */
record DnsSettings(
        long service,
        boolean deviceNames,
        List<Name> domains,
        int port,
        List<InetAddress> listen,
        List<Network> networks,
        List<InetAddress> forwarders,
        boolean validate,
        List<Name> unsigned,
        List<TsigKey> keys,
        int cacheMegabytes,
        int statisticsPort) {

    /** The way back from addresses that are nobody's on the internet, beside those of devices. */
    private static final List<Name> MORE_PRIVATE =
            List.of(Name.fromConstantString("168.192.in-addr.arpa."), Name.fromConstantString("d.f.ip6.arpa."));

    private static final int MAX_PORT = 65_535;
    private static final int LEAST_CACHE = 4;
    private static final int MOST_CACHE = 4_096;
    private static final int MOST_VALUES = 64;
    private static final Texts NO_ZONE = Texts.of(
            "ha de ser el nom d'una zona, com guifi.net",
            "debe ser el nombre de una zona, como guifi.net",
            "must be the name of a zone, such as guifi.net");
    private static final Texts NO_DOMAIN = Texts.of(
            "ha de ser el nom d'un domini propi, com guifi.net, i no un de tothom, com net",
            "debe ser el nombre de un dominio propio, como guifi.net, y no uno de todos, como net",
            "must be the name of a domain of one's own, such as guifi.net, and not one of everybody's, such as net");
    private static final Texts SAME_PORT = Texts.of(
            "ha de ser un altre port que el del servei",
            "debe ser otro puerto que el del servicio",
            "must be another port than the service's");

    static DnsSettings of(DnsConfig config) {
        requireBetween("service", config.service(), 0, Integer.MAX_VALUE);
        requireBetween("port", config.port(), 1, MAX_PORT);
        requireBetween("statisticsPort", config.statisticsPort(), 1, MAX_PORT);
        requireBetween("cacheMegabytes", config.cacheMegabytes(), LEAST_CACHE, MOST_CACHE);
        if (config.port() == config.statisticsPort()) {
            throw new InvalidFieldException("statisticsPort", SAME_PORT);
        }
        return new DnsSettings(
                config.service(),
                config.deviceNames(),
                values("domains", config.domains())
                        .map(text -> Names.absolute(text)
                                .filter(name -> !PublicNames.has(name))
                                .orElseThrow(() -> new InvalidFieldException("domains", NO_DOMAIN, text)))
                        .toList(),
                config.port(),
                values("listen", config.listen())
                        .map(text -> Addresses.of("listen", text))
                        .toList(),
                values("networks", config.networks())
                        .map(text -> Network.of("networks", text))
                        .toList(),
                values("forwarders", config.forwarders())
                        .map(text -> Addresses.of("forwarders", text))
                        .toList(),
                config.validate(),
                values("unsigned", config.unsigned())
                        .map(text -> Names.absolute(text)
                                .orElseThrow(() -> new InvalidFieldException("unsigned", NO_ZONE, text)))
                        .toList(),
                values(".keys", config._keys().trim().split("\\s+"))
                        .map(text -> TsigKey.of(".keys", text))
                        .toList(),
                config.cacheMegabytes(),
                config.statisticsPort());
    }

    private static Stream<String> values(String field, String[] all) {
        if (all.length > MOST_VALUES) {
            throw new InvalidFieldException(field, Why.mustHaveEntries("", Integer.toString(MOST_VALUES)));
        }
        return Arrays.stream(all)
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .distinct();
    }

    private static void requireBetween(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidFieldException(field, Why.mustBeBetween(least, most), Long.toString(value));
        }
    }

    /** Whether guifi.net's data are wanted. */
    boolean isAtGuifi() {
        return service > 0;
    }

    /**
     * Whether a zone may be what guifi.net's data say. Whoever has this node look up every name must not be told about a
     * bank's by somebody who wrote it into guifi.net's list; a stranger asks for what is delegated to this server only.
     */
    boolean takes(Served.Side side, Name zone) {
        return side == Served.Side.EXTERNAL
                || Stream.of(domains, DeviceZones.zones(), MORE_PRIVATE)
                        .flatMap(List::stream)
                        .anyMatch(zone::subdomain);
    }

    /** An address at which this machine itself can ask. */
    InetAddress own() {
        return listen.isEmpty() ? InetAddress.getLoopbackAddress() : listen.get(0);
    }
}
