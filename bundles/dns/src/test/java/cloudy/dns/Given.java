// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Delegation;
import cloudy.api.guifi.Domains.Host;
import cloudy.api.guifi.Domains.Master;
import cloudy.api.guifi.Domains.View;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;

/** Pieces of guifi.net's data. */
final class Given {

    private Given() {}

    static InetAddress address(String numbers) {
        try {
            return Address.getByAddress(numbers);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Inet4Address ip(String numbers) {
        return (Inet4Address) address(numbers);
    }

    static Name name(String text) {
        return Name.fromConstantString(text);
    }

    static Host host(String name, String address, String... aliases) {
        return new Host(name, optional(address), Optional.empty(), List.of(aliases), false, Optional.empty());
    }

    static Host nameServer(String name, String address) {
        return new Host(name, optional(address), Optional.empty(), List.of(), true, Optional.empty());
    }

    static Host mailServer(String name, String address, int priority) {
        return new Host(name, optional(address), Optional.empty(), List.of(), false, Optional.of(priority));
    }

    static Delegation delegation(String name, String server, String address) {
        return new Delegation(name, optional(address), server);
    }

    private static Optional<Inet4Address> optional(String address) {
        return address.isEmpty() ? Optional.empty() : Optional.of(ip(address));
    }

    /** A zone with a name server, {@code ns}, and these hosts. */
    static Master master(String zone, Host... hosts) {
        var all = new java.util.ArrayList<Host>(List.of(nameServer("ns", "10.1.1.1")));
        all.addAll(List.of(hosts));
        return new Master(
                zone,
                Optional.of(ip("10.1.1.1")),
                "ns",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "maria@example.org",
                all,
                List.of());
    }

    static Domains domains(Master... masters) {
        return new Domains(
                new View(List.of(masters), List.of(), List.of()), new View(List.of(masters), List.of(), List.of()));
    }

    static DeviceAddress device(String address, long device, String nick) {
        return new DeviceAddress(ip(address), device, nick);
    }
}
