// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedJarsTest {

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
    void saysThatOnlyJarsBelongHereAndIgnoresWhatIsUnderWay() throws Exception {
        Files.createDirectory(node.jar("folder.jar"));
        Files.writeString(node.jar(".hidden"), "x");
        Files.writeString(node.jar("copy.tmp"), "x");
        Files.writeString(node.jar("copy.jar.part"), "x");
        Files.writeString(node.jar("readme.txt"), "x");

        node.awaitLine("deploy/readme.txt: not a bundle: only .jar files belong here");
        assertThat(node.lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bundle-ManifestVersion  | 1 | is not a bundle: its manifest has no Bundle-ManifestVersion: 2",
                "Bundle-SymbolicName | '' | is not a bundle: its manifest has no usable Bundle-SymbolicName",
                "Bundle-SymbolicName | a/b | is not a bundle: its manifest has no usable Bundle-SymbolicName",
                "Bundle-Version | one | has a manifest that makes no sense: invalid version",
                "Import-Package | a;version=x | has a manifest that makes no sense: invalid",
                "Fragment-Host | system.bundle;extension:=framework | is a part for the framework itself",
                "Fragment-Host | org.apache.felix.framework | is a part for the framework itself",
                "Fragment-Host | org.example.ours | is a fragment of org.example.ours, which is a part of the node",
                "Bundle-SymbolicName | org.example.ours | would replace org.example.ours, which is a part of the node",
                "Export-Package | cloudy.api.network;version=1.0 | brings a copy of cloudy.api.network",
                "Require-Capability | osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\" | needs Java 99; this node runs on Java"
            })
    void saysInOneLineWhyAJarIsNotTaken(String header, String value, String line) throws Exception {
        var ours = Jar.bundle("org.example.ours", "1.0.0").bytes();
        node.context().installBundle("mvn:ours", new ByteArrayInputStream(ours));

        Jar.bundle("org.example.bad", "1.0.0").with(header, value).dropAs(node.jar("bad.jar"));
        node.awaitLine("deploy/bad.jar: " + line);

        // Looked at again, by chance, and the same content put there again: nothing new to say.
        Jar.bundle("org.example.bad", "1.0.0").with(header, value).dropAs(node.jar("bad.jar"));
        Jar.bundle("org.example.good", "1.0.0").dropAs(node.jar("good.jar"));
        node.awaitRunning("good.jar", "1.0.0");
        assertThat(node.linesAbout("bad.jar")).isEqualTo(1);
        assertThat(node.bundle("bad.jar")).isEmpty();
    }

    @Test
    void refusesTheSameBundleUnderTwoNamesUntilOneGoes() throws Exception {
        Jar.bundle("org.example.twin", "1.0.0").dropAs(node.jar("first.jar"));
        node.awaitRunning("first.jar", "1.0.0");
        Jar.bundle("org.example.twin", "1.0.0").entry("x", "y").dropAs(node.jar("second.jar"));
        node.awaitLine("deploy/second.jar: is org.example.twin 1.0.0, and first.jar is the same already");

        Files.delete(node.jar("first.jar"));

        node.awaitRunning("second.jar", "1.0.0");
    }

    @Test
    void refusesASecondVersionOfASingleton() throws Exception {
        Jar.bundle("org.example.only;singleton:=true", "1.0.0").dropAs(node.jar("only-1.jar"));
        node.awaitRunning("only-1.jar", "1.0.0");

        Jar.bundle("org.example.only;singleton:=true", "2.0.0").dropAs(node.jar("only-2.jar"));

        node.awaitLine("deploy/only-2.jar: is org.example.only 2.0.0, and only-1.jar is 1.0.0 of it already");
    }

    @Test
    void complainsAgainAboutOtherContent() throws Exception {
        Jar.drop(node.jar("bad.jar"), new byte[] {1, 2, 3, 4, 5});
        node.awaitLine("deploy/bad.jar: is not a jar (zip) file");

        Jar.drop(node.jar("bad.jar"), new byte[] {1, 2, 3, 4, 6});

        org.awaitility.Awaitility.await().until(() -> node.linesAbout("bad.jar") == 2);
    }

    @Test
    void followsARename() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("a.jar"));
        node.awaitRunning("a.jar", "1.0.0");

        Files.move(node.jar("a.jar"), node.jar("b.jar"));

        node.awaitRunning("b.jar", "1.0.0");
        assertThat(node.bundle("a.jar")).isEmpty();
    }

    @Test
    void keepsTheOldVersionWhenTheNewOneIsDamaged() throws Exception {
        Jar.bundle("org.example.hello", "1.0.0").dropAs(node.jar("hello.jar"));
        node.awaitRunning("hello.jar", "1.0.0");

        byte[] cut = Jar.bundle("org.example.hello", "2.0.0").bytes();
        Jar.drop(node.jar("hello.jar"), java.util.Arrays.copyOf(cut, cut.length - 30));
        node.awaitLine("deploy/hello.jar: is incomplete: the end of the jar is missing; version 1.0.0 stays in place");
        assertThat(node.runs("hello.jar", "1.0.0")).isTrue();

        node.stop();
        node.start();
        node.awaitRunning("hello.jar", "1.0.0");
    }

    @Test
    void followsNoLink() throws Exception {
        Path elsewhere = home.resolve("elsewhere.jar");
        Jar.bundle("org.example.hello", "1.0.0").dropAs(elsewhere);
        Files.createSymbolicLink(node.jar("link.jar"), elsewhere);

        node.awaitLine("deploy/link.jar: a link is not followed: put the jar itself here");
        assertThat(node.bundle("link.jar")).isEmpty();
    }

    @Test
    void refusesAJarThatOthersMayWriteUntilThatIsMended() throws Exception {
        Path jar = home.resolve("open.jar");
        Jar.bundle("org.example.open", "1.0.0").dropAs(jar);
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.move(jar, node.jar("open.jar"));
        node.awaitLine("deploy/open.jar: others than its owner may write to it: chmod go-w mends that");
        assertThat(node.bundle("open.jar")).isEmpty();

        Files.setPosixFilePermissions(node.jar("open.jar"), PosixFilePermissions.fromString("rw-r--r--"));

        node.awaitRunning("open.jar", "1.0.0");
    }

    @Test
    void refusesAJarOfAnotherUser() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a file away");
        Path jar = home.resolve("foreign.jar");
        Jar.bundle("org.example.foreign", "1.0.0").dropAs(jar);
        Files.setAttribute(jar, "unix:uid", 12345);
        Files.move(jar, node.jar("foreign.jar"));

        node.awaitLine("deploy/foreign.jar: belongs to another user (number 12345)");
        assertThat(node.bundle("foreign.jar")).isEmpty();
    }

    @Test
    void takesNothingFromAFolderWhereOthersMayWriteUntilThatIsMended() throws Exception {
        Jar.bundle("org.example.early", "1.0.0").dropAs(node.jar("early.jar"));
        node.awaitRunning("early.jar", "1.0.0");

        Path folder = home.resolve("deploy");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        Jar.bundle("org.example.late", "1.0.0").dropAs(node.jar("late.jar"));
        node.awaitLine("deploy/: others than its owner may write to it: chmod go-w mends that.");
        assertThat(node.bundle("late.jar")).isEmpty();
        assertThat(node.runs("early.jar", "1.0.0")).isTrue();

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        node.awaitRunning("late.jar", "1.0.0");

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
        org.awaitility.Awaitility.await().until(() -> node.linesAbout("") == 2);
    }

    @Test
    void doesNotLetANameIntoTheLogAsItIs() throws Exception {
        Files.write(node.jar("evil\n2026 INFO all is well.jar"), new byte[10]);

        node.awaitLine("deploy/evil 2026 INFO all is well.jar: has characters in its name that cannot be read here");
    }

    @Test
    void installsWhatWasCheckedOrNothing() throws Exception {
        Path file = node.jar("swap.tmp");
        Files.write(file, Jar.bundle("org.example.swap", "1.0.0").bytes());
        var bundles = new Bundles(node.context(), TestNode.QUICK, new Worker(() -> {}), new Lines(l -> {}, l -> {}));
        String otherContent = "0".repeat(64);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> bundles.install("swap.jar", file, otherContent)))
                .hasStackTraceContaining("the file changed while it was being installed");
        assertThat(node.bundle("swap.jar")).isEmpty();
    }
}
