// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.xbill.DNS.Name;

/**
 * Answers for a directory of so many entries until its input ends, and writes the questions to ask it: {@code
 * DirectoryBench <entries> <port> <file of questions>}.
 */
final class DirectoryBench {

    private static final List<String> TYPES =
            List.of("proxy3", "dnsservice", "snpservice", "syncthing", "webdav", "tahoe", "serf", "etherpad");

    private DirectoryBench() {}

    public static void main(String[] arguments) throws IOException {
        int entries = Integer.parseInt(arguments[0]);
        var settings = new DirectorySettings(
                Name.fromConstantString("cloudy.internal."),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])),
                false,
                false);
        var directory = new Neighbourhood();
        for (int i = 0; i < entries; i++) {
            directory.add(entry(i));
        }
        long before = used();
        long began = System.nanoTime();
        try (var server = new DirectoryServer(settings, directory, () -> List.of(Neighbourhood.address("10.0.0.1")))) {
            long took = (System.nanoTime() - began) / 1_000_000;
            long after = used();
            write(Path.of(arguments[2]), entries);
            PrintStream out = System.out;
            out.printf(
                    "%d entries: %d names in %d ms, %.1f MB, %d B an entry%n",
                    entries, server.names().size(), took, (after - before) / 1e6, (after - before) / entries);
            out.flush();
            while (System.in.read() >= 0) {
                // Whoever started it ends it.
            }
            out.printf(
                    "answered %d by UDP, %d by TCP%n",
                    server.counts().udp.sum(), server.counts().tcp.sum());
        }
    }

    private static Announcement.Builder entry(int i) {
        int node = i / TYPES.size();
        String type = TYPES.get(i % TYPES.size());
        return Neighbourhood.heard(
                        "node-" + node,
                        "10." + (1 + node / 62_500) + '.' + (node / 250 % 250) + '.' + (1 + node % 250),
                        type,
                        1_000 + i % 1_000)
                .nodeId(Optional.of(String.format("%016x", node)))
                .description(type + " for the neighbours of street " + node % 97)
                .txt(Txt.parse("txtvers=1&path=/&node_id=" + node))
                .distance(Optional.of(Duration.ofMillis(1 + node % 400)));
    }

    /** What programs ask for: services by type, devices, instances; a tenth of names that nobody has. */
    private static void write(Path file, int entries) throws IOException {
        var random = new Random(8);
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int entry = random.nextInt(entries);
            int node = entry / TYPES.size();
            String type = TYPES.get(random.nextInt(TYPES.size()));
            questions.add(
                    switch (i % 10) {
                        case 0, 1, 2 -> type + ".service.cloudy.internal SRV";
                        case 3, 4 -> type + ".service.cloudy.internal A";
                        case 5, 6, 7 -> "node-" + node + ".node.cloudy.internal A";
                        case 8 -> "node-" + node + ".node.cloudy.internal AAAA";
                        default -> "nobody-" + node + ".node.cloudy.internal A";
                    });
        }
        Files.write(file, questions, StandardCharsets.UTF_8);
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
