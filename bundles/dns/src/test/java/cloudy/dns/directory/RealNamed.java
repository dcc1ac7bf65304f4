// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Debian's BIND on a free port of loopback, with one zone that it gets from somebody else. */
final class RealNamed implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/named");

    final InetSocketAddress address;
    private final Process process;
    private final Path log;

    /** @param zone the statement of the zone, {@code %d} being the port of the server that it comes from */
    RealNamed(Path folder, String zone, int port) throws IOException {
        this(folder, zone, port, List.of());
    }

    /** @param before the program that runs it, if any */
    RealNamed(Path folder, String zone, int port, List<String> before) throws IOException {
        int own = FreePort.any();
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), own);
        Path conf = Files.writeString(
                folder.resolve("named.conf"),
                """
                options {
                    directory "%s";
                    listen-on port %d { 127.0.0.1; };
                    listen-on-v6 { none; };
                    pid-file none;
                    session-keyfile none;
                    recursion yes;
                    allow-recursion { 127.0.0.1; };
                    dnssec-validation no;
                    empty-zones-enable no;
                };
                controls { };
                zone "cloudy.internal" { %s };
                """
                        .formatted(folder, own, zone.formatted(port)));
        log = folder.resolve("named.log");
        List<String> line = new ArrayList<>(before);
        line.addAll(List.of(PROGRAM.toString(), "-g", "-n", "1", "-c", conf.toString()));
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Waits until it knows the zone. */
    RealNamed awaitZone() {
        Awaitility.await("named knows the zone")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive() || serial().getRcode() == 0);
        if (!process.isAlive()) {
            throw new AssertionError("named has ended, see " + log);
        }
        return this;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    private Message serial() {
        try {
            return ask(Name.fromConstantString("cloudy.internal."), Type.SOA);
        } catch (IOException notYet) {
            var none = new Message();
            none.getHeader().setRcode(2);
            return none;
        }
    }

    /** Asks it over TCP, which nothing is cut off from. */
    Message ask(Name name, int type) throws IOException {
        var resolver = new SimpleResolver(address);
        resolver.setTimeout(Duration.ofSeconds(3));
        resolver.setTCP(true);
        return resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
