// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * Measures from a start with a cache until every service has been checked and is shown as up, and prints; beside Karaf
 * as it comes, with its own scripts and settings, and the same bundles, settings and jars.
 */
final class BootBench {

    private static final int ROUNDS = 7;
    private static final int SERVICES = 5;
    private static final int FIRST_PORT = 9001;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** One of the two. */
    private record Subject(
            String name,
            Host host,
            Path home,
            List<String> line,
            Api viewer,
            List<Double> seconds,
            List<Double> megabytes,
            List<Double> cpu) {}

    private BootBench() {}

    /** The argument is what Karaf is published as: the archive of its framework. */
    public static void main(String[] arguments) throws Exception {
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            Host host = rig.lan().join("alpha");
            CloudyNode node = rig.node(host).start().awaitBoot();
            int[] ports = new int[SERVICES];
            for (int i = 0; i < SERVICES; i++) {
                ports[i] = FIRST_PORT + i;
                node.drop(DropIn.of("service" + i, "Service " + i, ports[i]));
            }
            Listener.on(host, ports);
            Path authority = rig.folder().resolve("ca.crt");
            host.run("curl", "-sSf", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                    .succeeded();
            Api nobody = rig.closing(Api.on(host, host.address(), authority));
            Api admin = People.browser(nobody, People.setUp(node, nobody));
            Api viewer = nobody.with(People.token(admin, Map.of("name", "boot", "role", "viewer")));
            until("up once", () -> areUp(viewer));
            node.terminate();

            Path stock = stock(rig.folder(), node, Path.of(arguments[0]));
            List<Subject> subjects = List.of(
                    subject("Cloudy", node, node.home(), viewer, "bin/cloudy", "run"),
                    subject("stock Karaf", node, stock, viewer, "bin/karaf", "server"));
            for (int round = 0; round <= ROUNDS; round++) {
                for (Subject subject : subjects) {
                    // The first is the one without a cache.
                    boot(subject, round > 0);
                }
            }
            System.out.printf("%12s %26s %26s %22s%n", "", "s until all is up", "MB then", "s of processor");
            for (Subject subject : subjects) {
                System.out.printf(
                        "%12s %26s %26s %22s%n",
                        subject.name(),
                        Vitals.spread("%.2f", subject.seconds()),
                        Vitals.spread("%.0f", subject.megabytes()),
                        Vitals.spread("%.1f", subject.cpu()));
            }
            System.out.println("goals for Cloudy: 2.5 s, 160 MB");
        } finally {
            rig.afterAll(null);
        }
    }

    private static Subject subject(String name, CloudyNode node, Path home, Api viewer, String... command) {
        var line = new ArrayList<String>();
        line.add("env");
        line.add("JAVA_HOME=" + System.getProperty("java.home"));
        line.add(home.resolve(command[0]).toString());
        line.add(command[1]);
        return new Subject(
                name,
                node.host(),
                home,
                node.host().inside(node.asUser(line.toArray(String[]::new))),
                viewer,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** Karaf as it comes, beside a node that has been stopped: all that is the node's is the same. */
    private static Path stock(Path folder, CloudyNode node, Path framework) throws IOException {
        Path home = Files.createDirectory(folder.resolve("stock"));
        Path kar = Files.createDirectory(folder.resolve("kar"));
        run("unzip", "-q", framework.toString(), "-d", kar.toString());
        run("cp", "-r", kar.resolve("resources") + "/.", home.toString());
        run("cp", "-r", kar.resolve("repository") + "/.", home.resolve("system").toString());
        run(
                "cp",
                "-r",
                node.home().resolve("system") + "/.",
                home.resolve("system").toString());
        for (String file : List.of("etc/startup.properties", "etc/org.apache.karaf.features.cfg")) {
            run("cp", node.home().resolve(file).toString(), home.resolve(file).toString());
        }
        // Karaf begins with what reads features, where Cloudy ends with it.
        Path startup = home.resolve("etc/startup.properties");
        Files.writeString(
                startup, Files.readString(startup).replace(" = 93\n", " = 5\n").replace(" = 94\n", " = 15\n"));
        // Two that watch one folder would both install what is in it.
        Files.delete(home.resolve("etc/org.apache.felix.fileinstall-deploy.cfg"));
        run("cp", "-r", node.home().resolve("deploy"), home);
        run("cp", "-r", node.home().resolve("data"), home);
        run("rm", "-rf", home.resolve("data/cache"), home.resolve("data/log"), home.resolve("data/tmp"));
        Files.createDirectory(home.resolve("data/tmp"));
        Path script = home.resolve("bin/karaf");
        // Karaf's parser of XML would stand in for Java's, and has not all of its methods.
        Files.writeString(
                script,
                Files.readString(script)
                        .lines()
                        .filter(line -> !line.contains("--patch-module java.xml"))
                        .reduce("", (all, line) -> all + line + '\n'));
        run("chmod", "-R", "go-w", home);
        run("chmod", "+x", script);
        run("chown", "-R", CloudyNode.USER + ":", home);
        return home;
    }

    private static void run(Object... line) {
        Command.run(Arrays.stream(line).map(Object::toString).toList()).succeeded();
    }

    private static void boot(Subject subject, boolean counts) throws IOException {
        File printed = subject.home().resolve("console.log").toFile();
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(subject.line())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(printed))
                .start();
        until(subject.name() + " is up", () -> areUp(subject.viewer()));
        double seconds = (System.nanoTime() - begun) / 1e9;
        ProcessHandle jvm = process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
        Vitals vitals = Vitals.of(jvm);
        if (counts) {
            subject.seconds().add(seconds);
            subject.megabytes().add(vitals.resident() / 1e6);
            subject.cpu().add(vitals.cpuSeconds());
        }
        if (Files.exists(subject.home().resolve("bin/cloudy"))) {
            // Told to end before, it would make its cache anew.
            until(
                    subject.name() + " has started",
                    () -> Files.exists(subject.home().resolve("data/run/ready")));
        }
        jvm.destroy();
        process.onExit().join();
    }

    private static boolean areUp(Api viewer) {
        try {
            Api.Reply reply = viewer.get("/api/v1/services?run=up&limit=100");
            String text = reply.text();
            for (int i = 0; i < SERVICES; i++) {
                if (!text.contains("\"Service " + i + '"')) {
                    return false;
                }
            }
            return reply.status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
    }
}
