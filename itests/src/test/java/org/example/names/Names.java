// SPDX-License-Identifier: Apache-2.0
package org.example.names;

import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Host;
import cloudy.api.guifi.Domains.Master;
import cloudy.api.guifi.Domains.View;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.GuifiNetwork;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** guifi.net with one domain and one device, in place of the one out there. */
public final class Names implements GuifiNetwork {

    @Override
    public Copy<Federation> federation(long service) throws IOException {
        throw new IOException("there is no federation here");
    }

    @Override
    public Copy<Domains> domains(long service) {
        var hosts = List.of(
                host("ns", "10.77.0.1", true), host("www", "10.2.2.2", false), host("a\"; };", "10.2.2.3", false));
        var master = new Master(
                "vic.example",
                Optional.of(ip("10.77.0.1")),
                "ns",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                "maria@vic.example",
                hosts,
                List.of());
        var view = new View(List.of(master), List.of(), List.of());
        return new Copy<>(new Domains(view, view), "1", Instant.now(), Texts.none());
    }

    private static Host host(String name, String address, boolean server) {
        return new Host(name, Optional.of(ip(address)), Optional.empty(), List.of(), server, Optional.empty());
    }

    @Override
    public Copy<Long> addresses(String version, Consumer<DeviceAddress> reader) {
        if (!version.equals("1")) {
            reader.accept(new DeviceAddress(ip("10.1.2.3"), 42, "VicRoof"));
        }
        return new Copy<>(1L, "1", Instant.now(), Texts.none());
    }

    private static Inet4Address ip(String numbers) {
        try {
            return (Inet4Address) InetAddress.getByName(numbers);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
