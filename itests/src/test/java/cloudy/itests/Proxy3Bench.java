// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what a node adds to squid: people on one host, the node's proxy and one with a file written by hand on another,
 * nginx on a third. In turns, so that what else the machine does meets both.
 */
final class Proxy3Bench {

    private static final int ROUNDS = 7;
    private static final String SERVICE = "/api/v1/services/cloudy.proxy3";
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");

    private Proxy3Bench() {}

    public static void main(String[] arguments) throws Exception {
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            Lan lan = rig.lan();
            CloudyNode node = rig.node(lan.join("anna")).start();
            Host people = lan.join("people");
            rig.closing(new Outside(lan.join("far"), rig.folder(), "100-private\n", List.of(node.host())));
            node.write(
                    "etc/cloudy.proxy3.cfg",
                    "cloudy.enabled = true\nopenTo = 10.77.0.0/24\ncacheSize = 100\nlogSize = 0\n");
            node.awaitBoot();
            Web web = Web.setUp(node);
            node.shell("feature:install cloudy-proxy3");
            Folders.until("up", () -> web.tried("GET", SERVICE, "").contains("\"run\":\"up\""));
            ProcessHandle ours = node.host().running("squid").get(0);
            byHand(node, rig.folder());
            Folders.until("by hand", () -> node.host().run("ss", "-tlnH").text().contains(":3129"));
            ProcessHandle hand = node.host().running("squid").stream()
                    .filter(process -> process.pid() != ours.pid())
                    .findFirst()
                    .orElseThrow();
            for (String page : List.of("small", "large")) {
                compare(people, rig.folder(), page, ours, hand);
            }
            System.out.printf("memory: ours %s, by hand %s%n", resident(ours), resident(hand));
        } finally {
            rig.afterAll(null);
        }
    }

    private static void byHand(CloudyNode node, Path folder) throws IOException {
        Path own = Files.createDirectories(folder.resolve("by-hand"));
        Files.writeString(
                own.resolve("squid.conf"),
                """
                http_port 3129
                visible_hostname by-hand
                pid_filename none
                cache_log /dev/null
                access_log none
                pinger_enable off
                netdb_filename none
                coredump_dir %1$s
                cache_mem 64 MB
                cache_dir aufs %1$s/cache 100 16 256
                acl people src 10.77.0.0/24
                http_access allow people
                http_access deny all
                """
                        .formatted(own));
        Command.run(List.of("chown", "-R", CloudyNode.USER + ":", own.toString()))
                .succeeded();
        String conf = own.resolve("squid.conf").toString();
        node.asOwner("squid", "-N", "-z", "-f", conf, "-n", "byhand").succeeded();
        node.host()
                .start(
                        folder.resolve("by-hand.log").toFile(),
                        "setpriv",
                        "--reuid=" + CloudyNode.USER,
                        "--regid=nogroup",
                        "--clear-groups",
                        "squid",
                        "-N",
                        "-f",
                        conf,
                        "-n",
                        "byhand");
    }

    private static void compare(Host people, Path folder, String page, ProcessHandle ours, ProcessHandle hand)
            throws IOException {
        Path script = Files.writeString(
                folder.resolve(page + ".lua"),
                "request = function() return \"GET http://203.0.113.1/" + page
                        + " HTTP/1.1\\r\\nHost: 203.0.113.1\\r\\n\\r\\n\" end\n");
        load(people, script, 3128, 1);
        load(people, script, 3129, 1);
        List<Double> rates = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            boolean first = round % 2 == 0;
            double[] one = measured(people, script, first ? 3128 : 3129, first ? ours : hand);
            double[] two = measured(people, script, first ? 3129 : 3128, first ? hand : ours);
            double[] our = first ? one : two;
            double[] their = first ? two : one;
            rates.add(our[0] / their[0]);
            costs.add(our[1] / their[1]);
            best = Math.max(best, our[0]);
        }
        rates.sort(null);
        costs.sort(null);
        System.out.printf(
                "%s page: ours / by hand: %.2f of the requests (median; %.2f to %.2f), %.2f of the time of a core each;"
                        + " ours up to %.0f requests/s%n",
                page, rates.get(ROUNDS / 2), rates.get(0), rates.get(ROUNDS - 1), costs.get(ROUNDS / 2), best);
    }

    /** Requests a second, and the seconds of a core for each. */
    private static double[] measured(Host people, Path script, int port, ProcessHandle squid) {
        Duration before = cpu(squid);
        double rate = load(people, script, port, 3);
        return new double[] {rate, cpu(squid).minus(before).toNanos() / 1e9 / rate};
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static double load(Host people, Path script, int port, int seconds) {
        String said = people.run(
                        "wrk",
                        "-t1",
                        "-c32",
                        "-d" + seconds + "s",
                        "-s",
                        script.toString(),
                        "http://10.77.0.1:" + port + "/")
                .succeeded()
                .text();
        Matcher rate = RATE.matcher(said);
        if (!rate.find() || BAD.matcher(said).find()) {
            throw new AssertionError(said);
        }
        return Double.parseDouble(rate.group(1));
    }

    private static String resident(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\s+", " ");
    }
}
