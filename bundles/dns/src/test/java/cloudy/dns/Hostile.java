// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static cloudy.dns.Given.ip;

import cloudy.api.guifi.DeviceAddress;
import cloudy.api.guifi.Domains;
import cloudy.api.guifi.Domains.Delegation;
import cloudy.api.guifi.Domains.Forward;
import cloudy.api.guifi.Domains.Host;
import cloudy.api.guifi.Domains.Master;
import cloudy.api.guifi.Domains.Slave;
import cloudy.api.guifi.Domains.View;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Data by somebody who wants to write into a configuration; some of it good, so that all of the code is reached. */
final class Hostile {

    private static final String[] PIECES = {
        "\n",
        "\r",
        "\t",
        " ",
        ";",
        "\"",
        "'",
        "\\",
        "{",
        "}",
        "(",
        ")",
        "//",
        "/*",
        "#",
        "$INCLUDE /etc/passwd",
        "$ORIGIN .",
        "$GENERATE 1-9 a$ A 10.0.0.$",
        "$(id)",
        "`id`",
        "@",
        "*",
        ".",
        "..",
        "-",
        "_",
        "\\046",
        "\0",
        "é",
        "\u2028",
        "%s",
        "{home}",
        "a",
        "www",
        "mail",
        "ns",
        "10.1.1.1",
        "0",
        "IN NS evil.",
        "\"; }; zone \"evil\" { type forward",
        "0x1"
    };

    private final Random random;

    Hostile(long seed) {
        random = new Random(seed);
    }

    private <T> List<T> some(int most, Supplier<T> one) {
        return Stream.generate(one).limit(random.nextInt(most + 1)).toList();
    }

    /** A name: half of them good. */
    String name() {
        if (random.nextInt(2) == 0) {
            return "n" + random.nextInt(50) + (random.nextInt(4) == 0 ? ".m" : "");
        }
        var text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private Inet4Address address() {
        return random.nextInt(8) == 0
                ? ip("127.0.0." + random.nextInt(256))
                : ip("10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256));
    }

    private Optional<Inet4Address> perhaps() {
        return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(address());
    }

    private List<InetAddress> addresses() {
        return some(3, this::address).stream().map(InetAddress.class::cast).toList();
    }

    private Host host() {
        return new Host(
                name(),
                perhaps(),
                Optional.empty(),
                some(3, () -> name() + (random.nextInt(3) == 0 ? "." : "")),
                random.nextInt(4) == 0,
                random.nextInt(4) == 0 ? Optional.of(random.nextInt(65_536)) : Optional.empty());
    }

    Master master(String zone) {
        return new Master(
                zone,
                perhaps(),
                name(),
                perhaps(),
                Optional.empty(),
                some(2, this::name),
                some(2, this::name),
                addresses(),
                name() + '@' + name(),
                some(5, this::host),
                some(3, () -> new Delegation(random.nextBoolean() ? name() + '.' + zone : name(), perhaps(), name())));
    }

    View view(int most) {
        return new View(
                some(most, () -> master(name() + ".example")),
                some(most, () -> new Slave(name() + ".example", addresses())),
                some(most, () -> new Forward(name() + ".example", addresses())));
    }

    Domains domains(int most) {
        return new Domains(view(most), view(most));
    }

    DeviceAddress device() {
        return new DeviceAddress(address(), 1 + random.nextInt(100_000), name());
    }
}
