// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Measures how long until 300 services of one host are resolved by another, and how many are missed; beside Avahi. */
final class ManyBench {

    private static final int MANY = 300;
    private static final int ROUNDS = 7;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Times ours = new Times("300 services, ours to ours, announced -> the last resolved");
    private final Times avahis = new Times("300 services, Avahi to Avahi, loaded -> the last resolved");
    private int missed;
    private int missedByAvahi;

    private ManyBench() {}

    public static void main(String[] arguments) throws Exception {
        var rig = new Rig();
        rig.beforeAll(null);
        try {
            new ManyBench().measure(rig);
        } finally {
            rig.afterAll(null);
        }
    }

    private void measure(Rig rig) throws IOException {
        // Two networks: neither shall hear the other's.
        Lan lan = rig.lan();
        Talker alpha = rig.closing(Carrier.on(lan.join("alpha")));
        Talker beta = rig.closing(Carrier.on(lan.join("beta")));
        Lan other = rig.lan();
        Host gamma = other.join("gamma");
        Host delta = other.join("delta");
        rig.closing(new Avahi(gamma, rig.folder()));
        rig.closing(new Avahi(delta, rig.folder()));
        AvahiBrowser browser = rig.closing(AvahiBrowser.of(
                delta,
                "_" + Carrier.TYPE + "._tcp",
                rig.folder().resolve("browsed").toFile()));
        Path services = services(Files.createDirectories(rig.folder().resolve("services")));
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            say(alpha, Integer.toString(MANY));
            missed += MANY - resolved(ours, began, () -> heard(beta));
            say(alpha, "0");
            until("ours are gone", () -> heard(beta) == 0);

            began = System.nanoTime();
            load(gamma, "mount", "--bind", services.toString(), "/etc/avahi/services");
            missedByAvahi +=
                    MANY - resolved(avahis, began, () -> browser.resolved().size());
            load(gamma, "umount", "/etc/avahi/services");
            until("Avahi's are gone", () -> browser.resolved().isEmpty());
        }
        System.out.println(ours + ", " + missed + " missed after 10 s (goal 0)");
        System.out.println(avahis + ", " + missedByAvahi + " missed after 10 s");
    }

    /** Waits for all of them, for ten seconds at most; how many came. */
    private static int resolved(Times times, long began, Callable<Integer> count) {
        try {
            Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> count.call() >= MANY);
            times.since(began);
            return MANY;
        } catch (ConditionTimeoutException late) {
            try {
                return count.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Path services(Path folder) throws IOException {
        for (int i = 0; i < MANY; i++) {
            Files.writeString(
                    folder.resolve("many" + i + ".service"),
                    """
                    <?xml version="1.0" standalone='no'?>
                    <!DOCTYPE service-group SYSTEM "avahi-service.dtd">
                    <service-group><name>Service number %d</name>
                    <service><type>_%s._tcp</type><port>%d</port></service></service-group>
                    """
                            .formatted(i, Carrier.TYPE, 10_000 + i));
        }
        return folder;
    }

    private static void load(Host host, String... mount) {
        host.run(mount).succeeded();
        host.run("avahi-daemon", "--reload").succeeded();
    }

    private static int heard(Talker carrier) throws IOException {
        return Integer.parseInt(say(carrier, "").split(" ", -1)[1]);
    }

    private static String say(Talker carrier, String line) throws IOException {
        carrier.say(line);
        return carrier.hear();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
