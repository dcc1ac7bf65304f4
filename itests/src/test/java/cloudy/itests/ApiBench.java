// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** Measures the API of a whole node and prints; beside a file that the same web server sends in the same run. */
final class ApiBench {

    private static final int NEIGHBOURS_SERVICES = 10_000;
    private static final int LISTENERS = 500;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final CloudyNode node;
    private final Path authority;
    private final String token;

    private ApiBench(CloudyNode node, Path authority, String token) {
        this.node = node;
        this.authority = authority;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            CloudyNode node = rig.node(rig.lan().join("alpha")).start().awaitBoot();
            node.host().run("ip", "addr", "add", "10.98.0.1/16", "dev", "lo").succeeded();
            Path authority = rig.folder().resolve("ca.crt");
            node.host()
                    .run("curl", "-sSf", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                    .succeeded();
            Api nobody = rig.closing(Api.on(node.host(), node.host().address(), authority));
            Api admin = People.browser(nobody, People.setUp(node, nobody));
            String token = People.token(admin, Map.of("name", "bench", "role", "viewer"));
            secondBoot(node);
            Jar.crowd(NEIGHBOURS_SERVICES).dropInto(node);
            Awaitility.await("the crowd")
                    .atMost(LIMIT)
                    .until(() -> nobody.with(token)
                                    .get("/api/v1/directory")
                                    .json()
                                    .path("total")
                                    .asInt()
                            >= NEIGHBOURS_SERVICES);
            var bench = new ApiBench(node, authority, token);
            String question = "/api/v1/directory?type=etherpad&text=neighbourhood&limit=20";
            System.out.printf(
                    "a page of a search: %d bytes; the contract: %d bytes; a file of the console: %d bytes%n",
                    nobody.with(token).get(question).must(200).bytes().length,
                    nobody.get("/api/v1/openapi.json").must(200).bytes().length,
                    nobody.get("/ui/index.html").must(200).bytes().length);
            bench.load("search among 10,000 announcements", question);
            bench.load("a file of the console           ", "/ui/index.html");
            bench.listeners();
        } finally {
            rig.afterAll(null);
        }
    }

    private static void secondBoot(CloudyNode node) throws IOException {
        node.terminate();
        long begun = System.nanoTime();
        node.start();
        Awaitility.await("ready")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> node.host()
                                .run("curl", "-sf", "--insecure", "https://127.0.0.1:7443/readyz")
                                .exit()
                        == 0);
        System.out.printf("second boot to /readyz: %.1f s (goal 3.5)%n", (System.nanoTime() - begun) / 1e9);
        node.awaitBoot();
    }

    private void load(String what, String path) throws IOException {
        String address = "https://" + node.host().address() + ":" + Api.HTTPS + path;
        try (Talker load = node.host().java(Load.class, address, authority.toString(), token, "200", "30")) {
            System.out.println("200/s over TLS, " + what + ": " + load.hear() + " (goal p99 15)");
        }
    }

    private void listeners() throws IOException {
        long before = Vitals.collected(node).heap();
        try (Talker listeners = node.host()
                .java(
                        Listeners.class,
                        node.host().address(),
                        authority.toString(),
                        token,
                        Integer.toString(LISTENERS))) {
            System.out.printf(
                    "%d event streams: %.1f kB of live heap each (goal 20); %s%n",
                    LISTENERS, (Vitals.collected(node).heap() - before) / 1e3 / LISTENERS, node.resident());
            listeners.say("");
        }
    }
}
