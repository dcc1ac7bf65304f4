// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Asks the directory's server and BIND, which has the same zone from it, the same questions in turn: {@code
 * BesideBindBench [pairs]}. Both have the first core, and dnsperf has the second one.
 */
final class BesideBindBench {

    private static final int PORT = 8600;
    private static final int RATE = 2_000;
    private static final Pattern QUERIES = Pattern.compile("Queries per second: +([0-9.]+)");
    private static final Pattern LOST = Pattern.compile("Queries lost: +([0-9]+)");

    private record Run(double perSecond, double perCpuSecond, long lost) {}

    private BesideBindBench() {}

    public static void main(String[] arguments) throws Exception {
        int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path folder = Files.createTempDirectory("names-bench");
        for (int entries : new int[] {100, 10_000, 100_000}) {
            measure(folder, entries, pairs);
        }
    }

    private static void measure(Path folder, int entries, int pairs) throws Exception {
        Path questions = folder.resolve("questions");
        Process ours = new ProcessBuilder(
                        "taskset",
                        "-c",
                        "0",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // A quarter of a large board's memory; C1 alone and the serial collector, as the node has them.
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DirectoryBench.class.getName(),
                        Integer.toString(entries),
                        Integer.toString(PORT),
                        questions.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // It listens when it has said this.
        System.out.println(ours.inputReader().readLine());
        try (var named = new RealNamed(
                Files.createTempDirectory(folder, "named"),
                "type secondary; primaries { 127.0.0.1 port %d; }; notify no;",
                PORT,
                List.of("taskset", "-c", "0"))) {
            long began = System.nanoTime();
            named.awaitZone();
            System.out.printf(
                    Locale.ROOT, "  BIND has the whole zone after %.1f s%n", (System.nanoTime() - began) / 1e9);
            // The same warm-up for both.
            load(ours.toHandle(), PORT, questions);
            load(named.process(), named.address.getPort(), questions);
            List<Run> mine = new ArrayList<>();
            List<Run> binds = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                boolean first = i % 2 == 0;
                if (first) {
                    mine.add(load(ours.toHandle(), PORT, questions));
                }
                binds.add(load(named.process(), named.address.getPort(), questions));
                if (!first) {
                    mine.add(load(ours.toHandle(), PORT, questions));
                }
            }
            tell("ours", mine);
            tell("BIND", binds);
            double[] ratios = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                ratios[i] = mine.get(i).perSecond() / binds.get(i).perSecond();
            }
            Arrays.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "  ours / BIND, queries per second: median %.2f, worst pair %.2f (goal 0.5)%n",
                    ratios[pairs / 2],
                    ratios[0]);
            latency("ours", PORT, questions);
            latency("BIND", named.address.getPort(), questions);
            System.out.printf(
                    "  resident: ours %d MB (a Java of its own), BIND %d MB%n",
                    resident(ours.toHandle()), resident(named.process()));
        } finally {
            ours.getOutputStream().close();
            ours.waitFor();
        }
    }

    private static void tell(String who, List<Run> runs) {
        System.out.printf(
                Locale.ROOT,
                "  %s: %,.0f queries a second, %,.0f per second of CPU (medians of %d), %d lost%n",
                who,
                median(runs.stream().mapToDouble(Run::perSecond).toArray()),
                median(runs.stream().mapToDouble(Run::perCpuSecond).toArray()),
                runs.size(),
                runs.stream().mapToLong(Run::lost).sum());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static Run load(ProcessHandle server, int port, Path questions) throws IOException, InterruptedException {
        long before = cpuNs(server);
        Process dnsperf = new ProcessBuilder(
                        "taskset",
                        "-c",
                        "1",
                        "dnsperf",
                        "-s",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-d",
                        questions.toString(),
                        "-l",
                        "3",
                        "-c",
                        "4",
                        "-q",
                        "100",
                        "-e")
                .redirectErrorStream(true)
                .start();
        dnsperf.getOutputStream().close();
        String text = new String(dnsperf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        dnsperf.waitFor();
        double rate = number(QUERIES, text);
        double used = (cpuNs(server) - before) / 1e9;
        return new Run(rate, rate * 3 / used, (long) number(LOST, text));
    }

    private static double number(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("dnsperf says: " + text);
        }
        return Double.parseDouble(found.group(1));
    }

    /** The time that answers take where questions come at a fixed pace, whatever became of those before. */
    private static void latency(String who, int port, Path questions) throws IOException, InterruptedException {
        List<byte[]> queries = new ArrayList<>();
        for (String line : Files.readAllLines(questions).subList(0, 1_000)) {
            String[] parts = line.split(" ", -1);
            queries.add(
                    Message.newQuery(Record.newRecord(Name.fromString(parts[0] + '.'), Type.value(parts[1]), DClass.IN))
                            .toWire());
        }
        int count = 10 * RATE;
        long[] due = new long[count];
        long[] took = new long[count];
        long[] late = new long[count];
        Arrays.fill(took, 1_000_000_000L);
        try (var socket = new DatagramSocket()) {
            socket.setReceiveBufferSize(1 << 20);
            socket.setSoTimeout(500);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var listener = new Thread(() -> listen(socket, due, took));
            listener.start();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                due[i] = start + i * 1_000_000_000L / RATE;
                for (long wait = due[i] - System.nanoTime(); wait > 0; wait = due[i] - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                late[i] = System.nanoTime() - due[i];
                byte[] query = queries.get(i % queries.size()).clone();
                query[0] = (byte) (i >> 8);
                query[1] = (byte) i;
                socket.send(new DatagramPacket(query, query.length));
            }
            listener.join();
        }
        Arrays.sort(took);
        Arrays.sort(late);
        System.out.printf(
                Locale.ROOT,
                "  %s at %,d queries a second: median %.2f ms, p99 %.2f ms (goal 2), worst %.1f ms; of that the asker's"
                        + " own lateness, p99 %.2f ms%n",
                who,
                RATE,
                took[count / 2] / 1e6,
                took[count * 99 / 100] / 1e6,
                took[count - 1] / 1e6,
                late[count * 99 / 100] / 1e6);
    }

    private static void listen(DatagramSocket socket, long[] due, long[] took) {
        var packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            while (true) {
                socket.receive(packet);
                int id = ((packet.getData()[0] & 0xff) << 8) | (packet.getData()[1] & 0xff);
                if (id < took.length) {
                    took[id] = System.nanoTime() - due[id];
                }
            }
        } catch (IOException over) {
            // Nothing comes any more.
        }
    }

    private static long cpuNs(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static long resident(ProcessHandle process) throws IOException {
        return Files.readString(new File("/proc/" + process.pid() + "/status").toPath())
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElse(0);
    }
}
