// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that end the JVM, in one of their own. */
class KillerTest {

    private static final String HALT = "Runtime.getRuntime().halt(1);";
    private static final String SET_ASIDE = "deploy/killer.jar.aside: " + Aside.SENTENCE.english();

    @TempDir
    Path home;

    private NodeProcess node;

    @BeforeEach
    void makeTheFolder() throws Exception {
        Files.createDirectory(home.resolve("deploy"));
    }

    @AfterEach
    void end() throws Exception {
        if (node != null && node.isAlive()) {
            node.kill();
        }
    }

    private void boot() throws Exception {
        node = NodeProcess.start(home);
    }

    private void bootAndStart(String... names) throws Exception {
        boot();
        for (String name : names) {
            node.awaitLine("deploy/" + name + ".jar: org.example." + name + " 1.0.0 started");
        }
    }

    private Path jar(String name) {
        return home.resolve("deploy").resolve(name);
    }

    private void innocent(String name) throws Exception {
        Jar.bundle("org.example." + name, "1.0.0").dropAs(jar(name + ".jar"));
    }

    private void killer(String start) throws Exception {
        Jar.bundle("org.example.killer", "1.0.0")
                .starting("org.example.killer.Start", start)
                .dropAs(jar("killer.jar"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(1);",
                HALT,
                "java.util.List<Object> all = new java.util.ArrayList<>(); while (true) all.add(new long[100_000]);"
            })
    void setsAJarAsideWhoseStartEndsTheNode(String start) throws Exception {
        innocent("alpha");
        innocent("omega");
        bootAndStart("alpha", "omega");
        killer(start);
        node.awaitEnd();

        bootAndStart("alpha", "omega");
        node.awaitLine(SET_ASIDE);
        assertThat(jar("killer.jar")).doesNotExist();
        assertThat(jar("killer.jar.aside")).exists();
        assertThat(node.output()).doesNotContain("killer 1.0.0 started");
    }

    @Test
    void triesAKillerOnceMoreThatIsRenamedBack() throws Exception {
        killer(HALT);
        boot();
        node.awaitEnd();
        boot();
        node.awaitLine(SET_ASIDE);
        node.stop();

        Files.move(jar("killer.jar.aside"), jar("killer.jar"));
        boot();
        node.awaitEnd();
        boot();
        node.awaitLine(SET_ASIDE);
        node.stop();
        assertThat(node.output()).contains("stopped: true");
    }

    @Test
    void blamesWhoCalledSystemExitAndNobodyElse() throws Exception {
        // It returns, and ends the node from a thread when others have been started after it.
        killer(
                "new Thread(() -> { while (context.getBundle(\"deploy:omega.jar\") == null"
                        + " || context.getBundle(\"deploy:omega.jar\").getState() != 32) Thread.yield(); System.exit(1); }).start();");
        innocent("alpha");
        innocent("omega");
        boot();
        node.awaitEnd();

        bootAndStart("alpha", "omega");
        node.awaitLine(SET_ASIDE);

        assertThat(node.isAlive()).isTrue();
        assertThat(node.output()).doesNotContain("killer 1.0.0 started");
    }

    @Test
    void findsASilentKillerByStartingTheSuspectsOneAtATime() throws Exception {
        killer("long end = System.nanoTime() + 1_000_000_000; new Thread(() -> { while (System.nanoTime() < end)"
                + " java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); Runtime.getRuntime().halt(1);"
                + " }).start();");
        innocent("alpha");
        innocent("omega");
        boot();
        node.awaitEnd();

        // It may have been the power.
        boot();
        node.awaitEnd();
        assertThat(jar("killer.jar")).exists();

        // Alpha gets through alone, the killer does not.
        boot();
        node.awaitEnd();
        assertThat(node.output()).contains("alpha 1.0.0 started").doesNotContain("omega 1.0.0 started");

        bootAndStart("alpha", "omega");
        node.awaitLine(SET_ASIDE);
        assertThat(jar("alpha.jar")).exists();
        assertThat(jar("omega.jar")).exists();
    }

    @Test
    void suspectsNobodyAfterAnOrderlyStop() throws Exception {
        innocent("alpha");
        bootAndStart("alpha");
        assertThat(home.resolve("data/starting")).exists();

        node.stop();

        assertThat(home.resolve("data/starting")).doesNotExist();
        bootAndStart("alpha");
    }

    @Test
    void blamesNobodyWhenTheNodeIsKilledFromOutside() throws Exception {
        innocent("alpha");
        innocent("omega");
        bootAndStart("alpha", "omega");

        node.kill();

        bootAndStart("alpha", "omega");
        node.kill();

        // One after the other, but without a reproach.
        bootAndStart("alpha", "omega");
        assertThat(node.output()).doesNotContain("aside");
    }

    @Test
    void startsAMendedJarThoughItsForerunnerEndedTheNode() throws Exception {
        killer(HALT);
        boot();
        node.awaitEnd();

        Jar.bundle("org.example.killer", "1.0.1").dropAs(jar("killer.jar"));
        boot();

        node.awaitLine("deploy/killer.jar: org.example.killer 1.0.1 started");
        assertThat(jar("killer.jar.aside")).doesNotExist();
    }

    @Test
    void doesNotStartAKillerThatCannotBeRenamed() throws Exception {
        killer(HALT);
        boot();
        node.awaitEnd();
        for (int i = 1; i <= 100; i++) {
            Files.createFile(jar("killer.jar" + (i == 1 ? "" : "." + i) + ".aside"));
        }

        for (int i = 0; i < 2; i++) {
            boot();
            node.awaitLine("deploy/killer.jar: ended the node when it was started: remove or replace it");
            node.stop();
        }

        Jar.bundle("org.example.killer", "1.0.1").dropAs(jar("killer.jar"));
        boot();
        node.awaitLine("deploy/killer.jar: org.example.killer 1.0.1 started");
    }

    @Test
    void forgetsAKillerInTheFrameworksCacheWhoseFileIsBad() throws Exception {
        killer(HALT);
        boot();
        node.awaitEnd();
        Files.writeString(jar("killer.jar"), "no jar any more");

        boot();

        node.awaitLine("deploy/killer.jar: is not a jar (zip) file");
        assertThat(node.isAlive()).isTrue();
        assertThat(node.output()).doesNotContain("killer 1.0.0 started");
    }
}
