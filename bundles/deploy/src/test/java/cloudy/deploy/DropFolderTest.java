// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

class DropFolderTest {

    @TempDir
    Path home;

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(home).start();
        node.awaitFolder();
    }

    @AfterEach
    void stop() throws Exception {
        node.stop();
    }

    @Test
    void makesTheFolderForItsOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("deploy"))))
                .matches("rwx.-..-.");
    }

    @Test
    void startsAJarThatIsRenamedIntoPlaceAtOnce() throws Exception {
        Jar.bundle("org.example.warm", "1.0.0").dropAs(node.jar("warm.jar"));
        node.awaitRunning("warm.jar", "1.0.0");

        // The best of some: the machine may be busy with something else.
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long dropped = System.nanoTime();
            Jar.bundle("org.example.hello" + i, "1.0.0").dropAs(node.jar("hello" + i + ".jar"));
            node.awaitRunning("hello" + i + ".jar", "1.0.0");
            best = Math.min(best, System.nanoTime() - dropped);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(150));
        node.awaitLine("deploy/hello4.jar: org.example.hello4 1.0.0 started");
    }

    @Test
    void waitsForAJarThatIsCopiedSlowly() throws Exception {
        byte[] whole = Jar.bundle("org.example.slow", "1.0.0")
                .entry("filling", "x".repeat(100_000))
                .bytes();
        Path jar = node.jar("slow.jar");
        try (var out = Files.newByteChannel(jar, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < whole.length - 1; i += 50) {
                out.write(java.nio.ByteBuffer.wrap(whole, i, Math.min(50, whole.length - 1 - i)));
            }
            assertThat(node.bundle("slow.jar")).isEmpty();
            out.write(java.nio.ByteBuffer.wrap(whole, whole.length - 1, 1));
        }

        node.awaitLine("deploy/slow.jar: org.example.slow 1.0.0 started");

        assertThat(node.linesAbout("slow.jar")).isEqualTo(1);
    }

    @Test
    void saysOnceThatAJarStaysIncompleteAndTakesItWhenItIsWhole() throws Exception {
        byte[] whole = Jar.bundle("org.example.cut", "1.0.0").bytes();
        Path jar = node.jar("cut.jar");
        Files.write(jar, java.util.Arrays.copyOf(whole, whole.length / 2));
        node.awaitLine("deploy/cut.jar: is incomplete: the end of the jar is missing");

        Files.write(jar, whole);
        node.awaitLine("deploy/cut.jar: org.example.cut 1.0.0 started");

        assertThat(node.linesAbout("cut.jar")).isEqualTo(2);
    }

    @Test
    void updatesInPlace() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");
        long id = node.bundle("hello.jar").orElseThrow().getBundleId();

        Jar.bundle("org.example.hello", "1.1.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.1.0");

        assertThat(node.bundle("hello.jar").orElseThrow().getBundleId()).isEqualTo(id);
    }

    @Test
    void updatesAJarThatIsWrittenOver() throws Exception {
        Jar.bundle("org.example.over", "1.0.0").dropAs(node.jar("over.jar"));
        node.awaitRunning("over.jar", "1.0.0");

        Files.write(
                node.jar("over.jar"), Jar.bundle("org.example.over", "1.1.0").bytes());

        node.awaitRunning("over.jar", "1.1.0");
    }

    @Test
    void removesWithinMoments() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");

        long deleted = System.nanoTime();
        Files.delete(node.jar("hello.jar"));
        node.awaitGone("hello.jar");

        assertThat(Duration.ofNanos(System.nanoTime() - deleted)).isLessThan(Duration.ofMillis(500));
        node.awaitLine("deploy/hello.jar: org.example.hello 1.0.0 removed");
    }

    @Test
    void leavesAJarAloneThatIsOnlyTouched() throws Exception {
        Jar.bundle("org.example.same", "1.0.0").dropAs(node.jar("same.jar"));
        node.awaitRunning("same.jar", "1.0.0");
        long installed = node.bundle("same.jar").orElseThrow().getLastModified();

        Files.copy(node.jar("same.jar"), node.jar("other.tmp"));
        Files.move(node.jar("other.tmp"), node.jar("same.jar"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Jar.bundle("org.example.later", "1.0.0").dropAs(node.jar("later.jar"));
        node.awaitRunning("later.jar", "1.0.0");

        assertThat(node.bundle("same.jar").orElseThrow().getLastModified()).isEqualTo(installed);
        assertThat(node.linesAbout("same.jar")).isEqualTo(1);
    }

    @Test
    void followsWhatHappenedWhileTheNodeWasDown() throws Exception {
        Jar.bundle("org.example.kept", "1.0.0").dropAs(node.jar("kept.jar"));
        Jar.bundle("org.example.changed", "1.0.0").dropAs(node.jar("changed.jar"));
        Jar.bundle("org.example.removed", "1.0.0").dropAs(node.jar("removed.jar"));
        node.awaitRunning("kept.jar", "1.0.0");
        node.awaitRunning("changed.jar", "1.0.0");
        node.awaitRunning("removed.jar", "1.0.0");
        long installed = node.bundle("kept.jar").orElseThrow().getLastModified();

        node.stop();
        Jar.bundle("org.example.changed", "2.0.0").dropAs(node.jar("changed.jar"));
        Jar.bundle("org.example.added", "1.0.0").dropAs(node.jar("added.jar"));
        Files.delete(node.jar("removed.jar"));
        node.start();

        node.awaitRunning("kept.jar", "1.0.0");
        node.awaitRunning("changed.jar", "2.0.0");
        node.awaitRunning("added.jar", "1.0.0");
        node.awaitGone("removed.jar");
        assertThat(node.bundle("kept.jar").orElseThrow().getLastModified()).isEqualTo(installed);
    }

    @Test
    void installsAllAnewWhenTheFrameworksCacheIsGone() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");

        node.stop();
        Files.move(home.resolve("cache"), home.resolve("old-cache"));
        node.start();

        node.awaitRunning("hello.jar", "1.0.0");
    }

    @Test
    void isNotStartedByTheFrameworkItself() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");
        var level = node.bundle("hello.jar").orElseThrow().adapt(org.osgi.framework.startlevel.BundleStartLevel.class);

        assertThat(level.isPersistentlyStarted()).isFalse();
        assertThat(level.getStartLevel()).isEqualTo(90);
    }

    @Test
    void takesBackWhatSomebodyElseStartedForGood() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");
        node.bundle("hello.jar").orElseThrow().start();
        assertThat(isStartedForGood("hello.jar")).isTrue();

        node.stop();
        node.start();

        // The framework starts it by itself, perhaps before we have taken that back.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> node.bundle("hello.jar").isPresent() && !isStartedForGood("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");
    }

    @Test
    void leavesABundleStoppedThatTheOperatorStopped() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");

        node.bundle("hello.jar").orElseThrow().stop();
        Jar.bundle("org.example.later", "1.0.0").dropAs(node.jar("later.jar"));
        node.awaitRunning("later.jar", "1.0.0");

        assertThat(node.bundle("hello.jar").orElseThrow().getState()).isEqualTo(Bundle.RESOLVED);
    }

    @Test
    void followsAFolderThatIsReplaced() throws Exception {
        Jar.bundle("org.example.first", "1.0.0").dropAs(node.jar("first.jar"));
        node.awaitRunning("first.jar", "1.0.0");

        Files.move(home.resolve("deploy"), home.resolve("deploy.old"));
        node.awaitGone("first.jar");
        node.awaitFolder();
        Jar.bundle("org.example.second", "1.0.0").dropAs(node.jar("second.jar"));

        node.awaitRunning("second.jar", "1.0.0");
    }

    @Test
    void followsAHundredJarsThatComeAtOnce() throws Exception {
        for (int i = 0; i < 100; i++) {
            Jar.bundle("org.example.many" + i, "1.0.0").dropAs(node.jar("many" + i + ".jar"));
        }
        for (int i = 0; i < 100; i++) {
            node.awaitRunning("many" + i + ".jar", "1.0.0");
        }
        await().untilAsserted(() ->
                assertThat(Files.exists(node.data().resolve("starting"))).isFalse());
    }

    private BundleStartLevel level(String jar) {
        return node.bundle(jar).orElseThrow().adapt(BundleStartLevel.class);
    }

    private boolean isStartedForGood(String jar) {
        return level(jar).isPersistentlyStarted();
    }
}
