// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.doctor.Finding;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.felix.framework.FrameworkFactory;
import org.awaitility.core.ConditionFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/** A real framework with a real drop folder; {@code home} is kept when it is stopped and started again. */
final class TestNode {

    static final Limits QUICK = new Limits(
            Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofSeconds(1), 90);

    private final Path home;
    private final Limits limits;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Consumer<String> echo;
    private Framework framework;

    private final Lines said = new Lines(this::keep, this::keep);

    TestNode(Path home) {
        this(home, QUICK, line -> {});
    }

    TestNode(Path home, Limits limits, Consumer<String> echo) {
        this.home = home;
        this.limits = limits;
        this.echo = echo;
    }

    TestNode start() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", home.resolve("cache").toString(),
                        "org.osgi.framework.startlevel.beginning", "100",
                        "felix.log.level", "0"));
        framework.init();
        String key = "room:" + home;
        Function<BundleContext, Runnable> room = this::room;
        System.getProperties().put(key, room);
        if (context().getBundle("mvn:cloudy.deploy") == null) {
            Bundle bundle = context().installBundle("mvn:cloudy.deploy", new ByteArrayInputStream(roomBundle(key)));
            bundle.adapt(BundleStartLevel.class).setStartLevel(80);
            bundle.start();
        }
        framework.start();
        return this;
    }

    /** As in the distribution: a bundle that starts, and stops, between the framework and what is dropped. */
    private static byte[] roomBundle(String key) {
        return Jar.bundle("cloudy.deploy", "1.0.0")
                .type(
                        "cloudy.test.Room",
                        """
                        package cloudy.test;
                        public class Room implements org.osgi.framework.BundleActivator {
                            private Runnable stop;
                            @SuppressWarnings("unchecked")
                            public void start(org.osgi.framework.BundleContext context) {
                                String key = context.getBundle().getHeaders("").get("Room");
                                stop = ((java.util.function.Function<org.osgi.framework.BundleContext, Runnable>)
                                        System.getProperties().get(key)).apply(context);
                            }
                            public void stop(org.osgi.framework.BundleContext context) {
                                stop.run();
                            }
                        }
                        """)
                .with("Bundle-Activator", "cloudy.test.Room")
                .with("Import-Package", "org.osgi.framework")
                .with("Room", key)
                .bytes();
    }

    private Runnable room(BundleContext context) {
        var room = new DropFolder(
                context, bundle -> Optional.empty(), home.resolve("deploy"), home.resolve("data"), limits, said);
        return room::stop;
    }

    /** What the doctor is told of the folder now. */
    Finding finding() {
        return new DropCheck(said::standing).look();
    }

    void stop() throws BundleException, InterruptedException {
        if (framework != null) {
            beginStop();
            framework.waitForStop(10_000);
            framework = null;
        }
    }

    /** Does not wait for the end of it. */
    void beginStop() throws BundleException {
        framework.stop();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Path jar(String name) {
        return home.resolve("deploy").resolve(name);
    }

    Path data() {
        return home.resolve("data");
    }

    Optional<Bundle> bundle(String jar) {
        return Optional.ofNullable(context().getBundle("deploy:" + jar));
    }

    boolean runs(String jar, String version) {
        return bundle(jar)
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE
                        && bundle.getVersion().toString().equals(version))
                .isPresent();
    }

    /** The machines that build are shared: what takes moments here takes half a minute there. */
    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5));
    }

    void awaitRunning(String jar, String version) {
        soon().untilAsserted(() -> assertThat(runs(jar, version))
                .as("%s %s runs; what was said: %s; what is there: %s", jar, version, lines, bundle(jar))
                .isTrue());
    }

    void awaitGone(String jar) {
        soon().until(() -> bundle(jar).isEmpty());
    }

    void awaitFolder() {
        soon().until(() -> java.nio.file.Files.isDirectory(home.resolve("deploy")));
    }

    private void keep(String line) {
        lines.add(line);
        echo.accept(line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** One line starts so. */
    void awaitLine(String start) {
        soon().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.startsWith(start)));
    }

    long linesAbout(String jar) {
        return lines.stream()
                .filter(line -> line.startsWith("deploy/" + jar + ":"))
                .count();
    }
}
