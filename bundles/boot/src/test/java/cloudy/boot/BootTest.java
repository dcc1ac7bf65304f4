// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Run;
import cloudy.boot.Fakes.FakeServices;
import cloudy.testing.SomeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

class BootTest {

    @TempDir
    private Path data;

    private Framework framework;
    private List<Map.Entry<Map<String, Object>, cloudy.api.Greeting>> greetings = List.of();

    @BeforeEach
    void startFramework() throws Exception {
        Files.createDirectory(data.resolve("run"));
        var storage =
                Map.of(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString(), "felix.cache.locking", "false");
        framework = new FrameworkFactory().newFramework(storage);
        framework.start();
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void leavesTheGreetingWhereTheLauncherWaitsForIt() throws IOException {
        var boot = boot();

        assertThat(data.resolve("run/ready")).content().hasLineCount(3).contains("node roof", "Shared pads");
        boot.deactivate();
    }

    @Test
    void letsOthersGreetByTheirRank() throws IOException {
        greetings = List.of(
                Map.entry(Map.of(), () -> List.of(Texts.of("últim", "último", "last"))),
                Map.entry(Map.of(Constants.SERVICE_RANKING, 5), () -> {
                    throw new IllegalStateException("a greeting that fails");
                }),
                Map.entry(
                        Map.of(Constants.SERVICE_RANKING, 100), () -> List.of(Texts.of("first"), Texts.of("second"))));
        var boot = boot();

        assertThat(data.resolve("run/ready")).content().contains("roof, id 0123456789abcdef.\nfirst\nsecond\nlast\n");
        assertThat(data.resolve("run/ready.ca")).content().contains("node roof", "first\nsecond\núltim\nOfereix: ");
        assertThat(data.resolve("run/ready.es")).content().contains("nodo roof", "first\nsecond\núltimo\nOfrece: ");
        boot.deactivate();
    }

    @Test
    void takesTheGreetingAwayWhenItGoes() throws IOException {
        boot().deactivate();

        assertThat(data.resolve("run"))
                .isDirectoryNotContaining(file -> file.toString().contains("ready"));
    }

    @Test
    void isUpThoughTheGreetingCannotBeWritten() throws IOException {
        Files.delete(data.resolve("run"));

        boot().deactivate();

        assertThat(data.resolve("run")).doesNotExist();
    }

    @Test
    void keepsRoomForAStartOnAFullDisk() throws IOException {
        boot().deactivate();
        assertThat(data.resolve("reserve")).hasSize(Reserve.BYTES);
        FileTime first = Files.getLastModifiedTime(data.resolve("reserve"));

        boot().deactivate();

        assertThat(Files.getLastModifiedTime(data.resolve("reserve"))).isEqualTo(first);
    }

    @Test
    void stopsTheFrameworkWhenTheJvmEnds() {
        end();

        assertThat(framework.getState()).isNotEqualTo(Bundle.ACTIVE);
        assertThat(data.resolve("stopped")).isEmptyFile();
    }

    /** What ended it, a signal or a command, is known by whoever did that: it need not be started again. */
    @Test
    void marksAnEndThatKarafBegan() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);

        end();

        assertThat(data.resolve("stopped")).content().isEqualTo("told\n");
    }

    /** A cache that is not whole on the disk must not be used after a power cut. */
    @Test
    void marksNoEndWithoutTheCacheOnTheDisk() throws Exception {
        Files.createSymbolicLink(data.resolve("cache/gone"), data.resolve("nowhere"));

        end();

        assertThat(framework.getState()).isNotEqualTo(Bundle.ACTIVE);
        assertThat(data.resolve("stopped")).doesNotExist();
    }

    private void end() {
        new OrderlyEnd(framework, data.resolve("cache"), data.resolve("stopped")).run();
    }

    private Boot boot() {
        var services = new FakeServices(List.of(Fakes.service("Shared pads", Run.UP)));
        var boot = new Boot(
                framework,
                new Greeting(Path.of("/opt/cloudy"), Path.of("/opt/cloudy")),
                data,
                SomeNode.named("roof"),
                services);
        boot.greetings = greetings;
        boot.greet();
        return boot;
    }
}
