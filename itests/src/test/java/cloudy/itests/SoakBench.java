// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.awaitility.Awaitility;

/**
 * Leaves a node with everything on for an hour, with a tenth of the services and the members changing each minute, and
 * prints what it takes. Whether that grows is seen in the last lines: the first quarter beside the last.
 */
final class SoakBench {

    private static final int DECLARED = 40;
    private static final int DROPPED = 10;
    private static final int MEMBERS = 20;
    private static final int LISTENERS = 10;
    private static final int PORT = 9001;
    private static final int WARNINGS = 20;
    /** One in so many changes each minute. */
    private static final int TENTH = 10;

    private static final List<String> PROGRAMS = List.of("cloudy.syncthing", "cloudy.dns", "cloudy.proxy3");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private record Row(String unit, String form, ToDoubleFunction<Sample> value) {}

    private record Sample(Vitals vitals, double disk, int heard) {}

    private static final List<Row> ROWS = List.of(
            new Row("resident MB", "%.1f", sample -> sample.vitals().resident() / 1e6),
            new Row("heap MB", "%.1f", sample -> sample.vitals().heap() / 1e6),
            new Row("metaspace MB", "%.1f", sample -> sample.vitals().metaspace() / 1e6),
            new Row("threads", "%.0f", sample -> sample.vitals().threads()),
            new Row("handles", "%.0f", sample -> sample.vitals().handles()),
            new Row("written kB", "%.0f", sample -> sample.vitals().written() / 1e3),
            new Row("data/ MB", "%.1f", sample -> sample.disk()),
            new Row("heard", "%.0f", sample -> sample.heard()));

    private final CloudyNode node;
    private final CloudyNode neighbour;
    private final Members members;
    private final List<Sample> samples = new ArrayList<>();

    private SoakBench(CloudyNode node, CloudyNode neighbour, Members members) {
        this.node = node;
        this.neighbour = neighbour;
        this.members = members;
    }

    /** The argument is for how many minutes. */
    public static void main(String[] arguments) throws Exception {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            Lan lan = rig.lan();
            CloudyNode node = rig.node(lan.join("alpha"));
            CloudyNode neighbour = rig.node(lan.join("beta"));
            for (CloudyNode each : List.of(node, neighbour)) {
                each.host()
                        .run("sysctl", "-w", "net.ipv4.ip_unprivileged_port_start=53")
                        .succeeded();
                each.host()
                        .run("ip", "addr", "add", "10.98.0.1/16", "dev", "lo")
                        .succeeded();
                Listener.on(each.host(), PORT);
                each.start().awaitBoot();
            }
            Path authority = rig.folder().resolve("ca.crt");
            node.host()
                    .run("curl", "-sSf", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                    .succeeded();
            Api nobody = rig.closing(Api.on(node.host(), node.host().address(), authority));
            Api admin = People.browser(nobody, People.setUp(node, nobody));
            String token = People.token(admin, Map.of("name", "soak", "role", "viewer"));
            switchAllOn(node, admin);
            neighbour.write(
                    "etc/cloudy.serf.cfg",
                    "cloudy.enabled = true\njoin = " + node.host().address() + ":5000\n");
            String through = node.host().address() + ":5000";
            Members members = rig.closing(Members.on(lan.join("gamma"), rig.folder(), through, MEMBERS));
            var bench = new SoakBench(node, neighbour, members);
            bench.fill();
            rig.closing(node.host()
                    .java(
                            Listeners.class,
                            node.host().address(),
                            authority.toString(),
                            token,
                            Integer.toString(LISTENERS)));
            String question = "https://" + node.host().address() + ':' + Api.HTTPS + "/api/v1/directory?limit=50";
            rig.closing(node.host()
                    .java(
                            Load.class,
                            question,
                            authority.toString(),
                            token,
                            "1",
                            Integer.toString(60 * minutes + 600)));
            bench.soak(minutes);
        } finally {
            rig.afterAll(null);
        }
    }

    private static void switchAllOn(CloudyNode node, Api admin) throws IOException {
        node.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\n");
        for (String program : PROGRAMS) {
            node.shell("feature:install " + program.replace('.', '-'));
            String service = "/api/v1/services/" + program;
            until(program + " installed", () -> admin.get(service).status() == 200);
            admin.post(service + "/start", null).must(200);
            until(program + " up", () -> admin.get(service).text().contains("\"run\":\"up\""));
        }
    }

    private void fill() throws IOException {
        for (int i = 0; i < DECLARED; i++) {
            declare(node, i, 0);
            declare(neighbour, i, 0);
        }
        for (int i = 0; i < DROPPED; i++) {
            node.drop(dropped(i, 0));
        }
        until("all services", () -> heard("soak") >= DECLARED + DROPPED);
        until(
                "all members",
                () -> node.shell("cloudy:members")
                                .lines()
                                .filter(line -> line.contains("member-"))
                                .count()
                        >= MEMBERS);
    }

    private static void declare(CloudyNode where, int i, int round) throws IOException {
        where.write(
                "etc/cloudy.external-soak" + i + ".cfg",
                "type = soak\ndescription = Number %d of %s in round %d\nport = %d\n"
                        .formatted(i, where.host().name(), round, PORT));
    }

    private static DropIn dropped(int i, int round) {
        return DropIn.of("soakjar" + i, "Jar " + i, PORT).updated("1.0." + round, "Jar " + i + " in round " + round);
    }

    /** How many services of a type the node knows, its own among them. */
    private int heard(String type) throws IOException {
        return node.lists(type).size();
    }

    private void soak(int minutes) throws IOException {
        header();
        for (int minute = 1; minute <= minutes; minute++) {
            long end = System.nanoTime() + 60_000_000_000L;
            change(minute);
            Awaitility.await("the end of the minute")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> System.nanoTime() >= end);
            sample(minute);
            if (minutes <= 20 || minute % 5 == 0) {
                print(minute, samples.get(minute - 1));
            }
        }
        int quarter = Math.max(1, minutes / 4);
        System.out.printf("%n%14s %24s %24s%n", "median", "first quarter", "last quarter");
        for (Row row : ROWS) {
            System.out.printf(
                    "%14s %24s %24s%n",
                    row.unit(),
                    Vitals.spread(row.form(), values(row, samples.subList(0, quarter))),
                    Vitals.spread(row.form(), values(row, samples.subList(minutes - quarter, minutes))));
        }
        List<String> warnings = node.logged()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
        System.out.printf("lines of the log that warn: %d, of which%n", warnings.size());
        warnings.stream().limit(WARNINGS).forEach(line -> System.out.println("   " + line));
    }

    private void change(int round) throws IOException {
        for (int i = round % TENTH; i < DECLARED; i += TENTH) {
            for (CloudyNode each : List.of(node, neighbour)) {
                // One goes and comes back, the others say something else.
                if (i < TENTH) {
                    each.remove("etc/cloudy.external-soak" + i + ".cfg");
                }
                declare(each, i, round);
            }
        }
        for (int i = round % TENTH; i < DROPPED; i += TENTH) {
            node.drop(dropped(i, round));
        }
        for (int i = round % TENTH; i < MEMBERS; i += TENTH) {
            members.replace(i);
        }
    }

    private void sample(int minute) throws IOException {
        String used = node.host()
                .run("du", "-sk", node.home().resolve("data").toString())
                .succeeded()
                .text();
        samples.add(new Sample(Vitals.collected(node), Long.parseLong(used.split("\\s", 2)[0]) / 1e3, heard("")));
        if (!node.jvm().isAlive()) {
            throw new AssertionError("the node died in minute " + minute);
        }
    }

    private static void header() {
        System.out.printf("%6s", "minute");
        ROWS.forEach(row -> System.out.printf(" %13s", row.unit()));
        System.out.println();
    }

    private static void print(int minute, Sample sample) {
        System.out.printf("%6d", minute);
        ROWS.forEach(row ->
                System.out.printf(" %13s", row.form().formatted(row.value().applyAsDouble(sample))));
        System.out.println();
    }

    private static List<Double> values(Row row, List<Sample> of) {
        return of.stream().map(sample -> row.value().applyAsDouble(sample)).toList();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(condition);
    }
}
