// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * Measures how long it takes from a jar in a node's folder to the services of that node, to the list of another node, and
 * off that list again; beside a service that {@code avahi-publish} announces and {@code avahi-browse} finds.
 */
final class DeployBench {

    private static final int ROUNDS = 15;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final DropIn RADIO = DropIn.of("radio", "Village radio", 9002);
    private static final String SERVICE = "/api/v1/services/org.example.radio";

    private final Times up = new Times("jar renamed into deploy/ -> up in our registry (goal 1, aim 0.3)");
    private final Times listed = new Times("jar renamed into deploy/ -> listed by the other node (goal 3.5)");
    private final Times gone = new Times("jar deleted -> gone at the other node (goal 3)");
    private final Times published = new Times("avahi-publish begun -> resolved by avahi-browse");
    private final Times withdrawn = new Times("avahi-publish ended -> gone for avahi-browse");

    private DeployBench() {}

    public static void main(String[] arguments) throws Exception {
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            new DeployBench().measure(rig);
        } finally {
            rig.afterAll(null);
        }
    }

    private void measure(Rig rig) throws IOException {
        Lan lan = rig.lan();
        CloudyNode alpha = rig.node(lan.join("alpha")).start();
        CloudyNode beta = rig.node(lan.join("beta")).start();
        // Another network: neither shall hear the other's.
        Lan other = rig.lan();
        Avahi publisher = rig.closing(new Avahi(other.join("gamma"), rig.folder()));
        Host delta = other.join("delta");
        rig.closing(new Avahi(delta, rig.folder()));
        File browsed = rig.folder().resolve("browsed").toFile();
        AvahiBrowser browser = rig.closing(AvahiBrowser.of(delta, "_radio._tcp", browsed));
        alpha.awaitBoot();
        beta.awaitBoot();
        rig.closing(Listener.on(alpha.host(), 9002));
        Path jar = RADIO.writeTo(rig.folder().resolve("radio.jar"));
        Api here = api(rig, alpha);
        Api there = api(rig, beta);
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            alpha.place(jar, RADIO.place());
            until("up", () -> here.get(SERVICE).json().path("run").asText().equals("up"));
            up.since(began);
            until("listed", () -> total(there) == 1);
            listed.since(began);
            began = System.nanoTime();
            alpha.remove(RADIO.place());
            until("gone", () -> total(there) == 0);
            gone.since(began);
            until("forgotten", () -> here.get(SERVICE).status() == 404);

            began = System.nanoTime();
            Process publishing = publisher.publish("Village radio", "_radio._tcp", 9002);
            until("resolved", () -> browser.resolved().size() == 1);
            published.since(began);
            began = System.nanoTime();
            publishing.descendants().forEach(ProcessHandle::destroy);
            until("withdrawn", () -> browser.resolved().isEmpty());
            withdrawn.since(began);
        }
        for (Times times : new Times[] {up, listed, published, gone, withdrawn}) {
            System.out.println(times);
        }
    }

    private static Api api(Rig rig, CloudyNode node) throws IOException {
        Path authority = rig.folder().resolve(node.host().name() + ".crt");
        node.host()
                .run("curl", "-sSf", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        String token = Files.readString(node.home().resolve("data/run/token")).strip();
        return rig.closing(Api.on(node.host(), "127.0.0.1", authority)).with(token);
    }

    private static int total(Api api) throws IOException {
        return api.get("/api/v1/directory?type=radio&source=mdns&limit=1")
                .must(200)
                .json()
                .path("total")
                .asInt();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(condition);
    }
}
