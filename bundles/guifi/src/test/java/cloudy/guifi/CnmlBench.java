// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;

/** Measures how a network as large as guifi.net is read, beside the JDK's reader, and prints. Its heap is what it is given. */
public final class CnmlBench {

    private static final int ROUNDS = 3;

    private CnmlBench() {}

    /** Something that reads a file and says how much it found. */
    private interface Reading {

        long of(InputStream in) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("cloudy-cnml-");
        Path detail = folder.resolve("detail");
        Path addresses = folder.resolve("ips");
        new MadeUpNetwork().detail(detail);
        MadeUpNetwork.addresses(addresses);
        try {
            System.out.printf(
                    "CNML of %,d nodes, %,d devices: %,d MB; heap %d MB%n",
                    MadeUpNetwork.NODES,
                    MadeUpNetwork.DEVICES,
                    Files.size(detail) / 1_000_000,
                    Runtime.getRuntime().maxMemory() / (1024 * 1024));
            // The first round of each is the cold one, which is all that a small board ever sees.
            for (int round = 1; round <= ROUNDS; round++) {
                print("detail, ours ", round, "goal 10 s", detail, CnmlBench::devices);
                print("detail, JDK's", round, "beside it", detail, CnmlBench::byTheJdk);
            }
            for (int round = 1; round <= ROUNDS; round++) {
                print(
                        "addresses    ",
                        round,
                        "",
                        addresses,
                        in -> AddressReader.read(in, Long.MAX_VALUE, address -> {}));
            }
        } finally {
            Files.delete(detail);
            Files.delete(addresses);
            Files.delete(folder);
        }
    }

    private static void print(String what, int round, String goal, Path file, Reading reading) throws Exception {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long begun = System.nanoTime();
        long found;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024)) {
            found = reading.of(in);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.gc();
        long kept = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                "%s, round %d: %,d read in %.2f s (%.0f MB/s) %s; heap at most %d MB with its garbage, %d MB afterwards%n",
                what, round, found, seconds, Files.size(file) / 1e6 / seconds, goal, peak >> 20, kept >> 20);
    }

    private static long devices(InputStream in) throws IOException {
        var count = new long[1];
        Cnml.read(in, Long.MAX_VALUE, new Cnml.Sink() {
            @Override
            public void device(Cnml.Device device) {
                count[0]++;
            }
        });
        return count[0];
    }

    private static long byTheJdk(InputStream in) throws Exception {
        var reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
        long count = 0;
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("device")) {
                count++;
            }
        }
        return count;
    }
}
