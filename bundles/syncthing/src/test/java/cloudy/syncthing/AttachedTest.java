// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.testing.FreePort;
import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The service attached to a Syncthing that its user runs himself, and goes on running whatever the node does. */
@EnabledIf("cloudy.syncthing.RealSyncthing#isInstalled")
class AttachedTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private int port;
    private Process program;
    private SyncthingClient user;
    private SyncthingService service;

    @BeforeEach
    void runIt() throws Exception {
        Path home = folder.resolve("theirs");
        run("generate", "--home=" + home, "--no-default-folder").waitFor(20, TimeUnit.SECONDS);
        Path config = home.resolve("config.xml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(">default<", ">tcp://127.0.0.1:" + FreePort.any() + "<")
                        .replaceAll("(AnnounceEnabled|relaysEnabled|natEnabled)>true<", "$1>false<"));
        port = FreePort.any();
        program = run(
                "serve",
                "--home=" + home,
                "--no-browser",
                "--no-restart",
                "--no-upgrade",
                "--gui-address=127.0.0.1:" + port,
                "--gui-apikey=" + KEY);
        user = new SyncthingClient(URI.create("http://127.0.0.1:" + port), KEY, work -> new Thread(work).start());
        service = new SyncthingService(
                Wishes.of(SyncthingConfig.class, Map.of("restAddress", "127.0.0.1:" + port, "_apiKey", KEY)),
                Map.of("cloudy.enabled", "true"),
                SomeNode.named("anna"),
                Optional.empty(),
                folder.resolve("syncthing"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> service.check().status() == Health.Status.UP);
    }

    @AfterEach
    void endIt() throws InterruptedException {
        service.stop();
        program.destroy();
        if (!program.waitFor(20, TimeUnit.SECONDS)) {
            program.destroyForcibly();
        }
    }

    @Test
    void offersTheDeviceThatItIsAndLeavesItsOptionsAlone() throws Exception {
        Object before = user.get("/rest/config/options");
        Object name = user.get("/rest/config/devices/" + user.device());

        Health health = service.check();

        assertThat(health.status()).isEqualTo(Health.Status.UP);
        assertThat(health.txt().pairs()).anySatisfy(pair -> assertThat(pair.value())
                .hasValue(user.device().text()));
        assertThat(service.offers(List.<Offer>of())).isEmpty();
        assertThat(user.get("/rest/config/options")).isEqualTo(before);
        assertThat(user.get("/rest/config/devices/" + user.device())).isEqualTo(name);
    }

    @Test
    void keepsAFolderThereAfterTheNodeHasGone() throws Exception {
        Syncthing attached = service.syncthing().orElseThrow();
        attached.folders()
                .add(
                        Optional.of("notes"),
                        Optional.of("notes"),
                        new Folders.Wish(Optional.of("Notes"), Optional.empty(), Optional.empty(), Optional.empty()));

        service.stop();

        assertThat(program.isAlive()).isTrue();
        assertThat(Facts.of(user.get("/rest/config/folders/notes")).text("label"))
                .isEqualTo("Notes");
    }

    @Test
    void isDownInPlainWordsWhenItsUserEndsIt() throws Exception {
        program.destroy();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(service::check).hasMessageContaining("nothing answers at 127.0.0.1:" + port);
    }

    private Process run(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of("/usr/bin/syncthing"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
