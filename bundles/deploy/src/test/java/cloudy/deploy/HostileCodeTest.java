// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWiring;

/** Jars whose own code throws, hangs, or is in the way. */
class HostileCodeTest {

    private static final String HANG = "java.util.concurrent.CountDownLatch latch ="
            + " (java.util.concurrent.CountDownLatch) System.getProperties().get(\"%s\");"
            + " while (true) { try { latch.await(); return; } catch (InterruptedException ignored) { } }";

    @TempDir
    Path home;

    private final List<CountDownLatch> latches = new ArrayList<>();
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(home).start();
        node.awaitFolder();
    }

    @AfterEach
    void stop() throws Exception {
        latches.forEach(CountDownLatch::countDown);
        node.stop();
    }

    /** What a jar's code can wait for without end. */
    private CountDownLatch latch(String key) {
        var latch = new CountDownLatch(1);
        System.getProperties().put(key, latch);
        latches.add(latch);
        return latch;
    }

    @Test
    void saysWhyAStartFailsAndTriesAgainWithNewContent() throws Exception {
        Jar.bundle("org.example.throwing", "1.0.0")
                .starting("org.example.throwing.Start", "throw new IllegalStateException(\"no disk\");")
                .dropAs(node.jar("throwing.jar"));
        node.awaitLine("deploy/throwing.jar: does not start: java.lang.IllegalStateException: no disk");

        Jar.bundle("org.example.throwing", "1.0.1").dropAs(node.jar("throwing.jar"));

        node.awaitRunning("throwing.jar", "1.0.1");
    }

    @Test
    void saysThatAnActivatorIsNotThere() throws Exception {
        Jar.bundle("org.example.lost", "1.0.0")
                .with("Bundle-Activator", "org.example.lost.Start")
                .dropAs(node.jar("lost.jar"));

        node.awaitLine("deploy/lost.jar: does not start: java.lang.ClassNotFoundException: org.example.lost.Start");
    }

    @Test
    void saysThatAJarWasCompiledForANewerJava() throws Exception {
        Jar.bundle("org.example.newer", "1.0.0")
                .starting("org.example.newer.Start", "")
                .compiledFor("org.example.newer.Start", 99)
                .dropAs(node.jar("newer.jar"));

        node.awaitLine("deploy/newer.jar: does not start: it was compiled for a newer Java than this node's");
    }

    @Test
    void survivesAnErrorInAStart() throws Exception {
        Jar.bundle("org.example.error", "1.0.0")
                .starting("org.example.error.Start", "throw new OutOfMemoryError(\"so it says\");")
                .dropAs(node.jar("error.jar"));

        node.awaitLine("deploy/error.jar: does not start: java.lang.OutOfMemoryError: so it says");
        Jar.bundle("org.example.good", "1.0.0").dropAs(node.jar("good.jar"));
        node.awaitRunning("good.jar", "1.0.0");
    }

    @Test
    void goesOnWithoutAJarWhoseStartHangs() throws Exception {
        var latch = latch("hang.start");
        Jar.bundle("org.example.hanging", "1.0.0")
                .starting("org.example.hanging.Start", HANG.formatted("hang.start"))
                .dropAs(node.jar("hanging.jar"));
        node.awaitLine("deploy/hanging.jar: its start does not come back; the others go on without it");

        Jar.bundle("org.example.good", "1.0.0").dropAs(node.jar("good.jar"));
        node.awaitRunning("good.jar", "1.0.0");

        latch.countDown();
        node.awaitLine("deploy/hanging.jar: org.example.hanging 1.0.0 started after all");
    }

    @Test
    void interruptsAStartThatWaitsForEver() throws Exception {
        Jar.bundle("org.example.sleeping", "1.0.0")
                .starting("org.example.sleeping.Start", "new java.util.concurrent.CountDownLatch(1).await();")
                .dropAs(node.jar("sleeping.jar"));
        node.awaitLine("deploy/sleeping.jar: its start does not come back");

        Jar.bundle("org.example.sleeping", "1.0.1").dropAs(node.jar("sleeping.jar"));

        node.awaitRunning("sleeping.jar", "1.0.1");
    }

    @Test
    void replacesAHangingJarWhenItComesBack() throws Exception {
        var latch = latch("hang.replaced");
        Jar.bundle("org.example.replaced", "1.0.0")
                .starting("org.example.replaced.Start", HANG.formatted("hang.replaced"))
                .dropAs(node.jar("replaced.jar"));
        node.awaitLine("deploy/replaced.jar: its start does not come back");

        Jar.bundle("org.example.replaced", "2.0.0").dropAs(node.jar("replaced.jar"));
        Jar.bundle("org.example.good", "1.0.0").dropAs(node.jar("good.jar"));
        node.awaitRunning("good.jar", "1.0.0");
        latch.countDown();

        node.awaitRunning("replaced.jar", "2.0.0");
    }

    @Test
    void removesAHangingJarWhenItComesBack() throws Exception {
        var latch = latch("hang.removed");
        Jar.bundle("org.example.goes", "1.0.0")
                .starting("org.example.goes.Start", HANG.formatted("hang.removed"))
                .dropAs(node.jar("goes.jar"));
        node.awaitLine("deploy/goes.jar: its start does not come back");

        Files.delete(node.jar("goes.jar"));
        latch.countDown();

        node.awaitGone("goes.jar");
    }

    @Test
    void goesOnWithoutAJarWhoseStopHangs() throws Exception {
        var latch = latch("hang.stop");
        Jar.bundle("org.example.clinging", "1.0.0")
                .activator("org.example.clinging.Start", "", HANG.formatted("hang.stop"))
                .dropAs(node.jar("clinging.jar"));
        node.awaitRunning("clinging.jar", "1.0.0");

        Jar.bundle("org.example.clinging", "2.0.0").dropAs(node.jar("clinging.jar"));
        node.awaitLine("deploy/clinging.jar: cannot be updated before the version that runs has stopped");
        Jar.bundle("org.example.good", "1.0.0").dropAs(node.jar("good.jar"));
        node.awaitRunning("good.jar", "1.0.0");

        latch.countDown();
        node.awaitRunning("clinging.jar", "2.0.0");
    }

    @Test
    void updatesAJarWhoseStopThrows() throws Exception {
        Jar.bundle("org.example.sulking", "1.0.0")
                .activator("org.example.sulking.Start", "", "throw new IllegalStateException(\"no\");")
                .dropAs(node.jar("sulking.jar"));
        node.awaitRunning("sulking.jar", "1.0.0");

        Jar.bundle("org.example.sulking", "2.0.0").dropAs(node.jar("sulking.jar"));

        node.awaitRunning("sulking.jar", "2.0.0");
    }

    @Test
    void letsTheOthersStopWhenAStartHangs() throws Exception {
        latch("hang.node");
        var goodbye = sayingGoodbye();
        Jar.bundle("org.example.stuck", "1.0.0")
                .starting("org.example.stuck.Start", HANG.formatted("hang.node"))
                .dropAs(node.jar("stuck.jar"));
        node.awaitLine("deploy/stuck.jar: its start does not come back");

        node.beginStop();

        assertThat(goodbye.await(3, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void letsTheOthersStopWhenAStopHangs() throws Exception {
        latch("hang.end");
        var goodbye = sayingGoodbye();
        Jar.bundle("org.example.tight", "1.0.0")
                .activator("org.example.tight.Start", "", HANG.formatted("hang.end"))
                .dropAs(node.jar("tight.jar"));
        node.awaitRunning("tight.jar", "1.0.0");

        node.beginStop();

        assertThat(goodbye.await(3, TimeUnit.SECONDS)).isTrue();
        node.awaitLine("deploy/tight.jar: does not stop; the node does so without it");
    }

    /** A bundle of the node that has to be stopped in order. */
    private CountDownLatch sayingGoodbye() throws Exception {
        var goodbye = latch("goodbye");
        Bundle ours = node.context()
                .installBundle(
                        "mvn:ours",
                        new ByteArrayInputStream(Jar.bundle("cloudy.ours", "1.0.0")
                                .activator(
                                        "cloudy.ours.Start",
                                        "",
                                        "((java.util.concurrent.CountDownLatch)"
                                                + " System.getProperties().get(\"goodbye\")).countDown();")
                                .bytes()));
        ours.adapt(BundleStartLevel.class).setStartLevel(75);
        ours.start();
        return goodbye;
    }

    @Test
    void letsGoOfWhatItReplacesAndRemoves() throws Exception {
        var loaders = new ArrayList<WeakReference<ClassLoader>>();
        for (int i = 0; i < 50; i++) {
            String version = "1.0." + i;
            Jar.bundle("org.example.again", version)
                    .starting("org.example.again.Start", "new Object();")
                    .dropAs(node.jar("again.jar"));
            node.awaitRunning("again.jar", version);
            loaders.add(loader(node.bundle("again.jar").orElseThrow()));
        }
        Files.delete(node.jar("again.jar"));
        node.awaitGone("again.jar");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            System.gc();
            assertThat(loaders).allMatch(loader -> loader.get() == null);
        });
    }

    private static WeakReference<ClassLoader> loader(Bundle bundle) {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }
}
