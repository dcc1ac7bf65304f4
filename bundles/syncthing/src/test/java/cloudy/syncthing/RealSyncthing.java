// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Health;
import cloudy.daemons.Supervisor;
import cloudy.testing.FreePort;
import cloudy.testing.SomeNode;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The service with Debian's Syncthing behind it, on free ports. */
final class RealSyncthing implements AutoCloseable {

    final Path folder;
    final int port;
    final int guiPort;
    private final Supervisor supervisor;
    final SyncthingService service;

    RealSyncthing(Path parent, String name) throws IOException {
        folder = Files.createDirectories(parent.resolve(name)).resolve("syncthing");
        port = FreePort.any();
        guiPort = FreePort.any();
        supervisor = new Supervisor(parent.resolve(name).resolve("daemons"));
        service = service(Map.of("listenPort", port, "guiPort", guiPort), name);
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/syncthing"));
    }

    private SyncthingService service(Map<String, Object> said, String name) {
        return new SyncthingService(
                Wishes.of(SyncthingConfig.class, said),
                Map.of("cloudy.enabled", "true"),
                SomeNode.named(name),
                Optional.of(supervisor),
                folder);
    }

    Syncthing syncthing() {
        return service.syncthing().orElseThrow();
    }

    void kill() {
        ProcessHandle.of(supervisor.all().get(0).state().pid().getAsLong())
                .orElseThrow()
                .destroyForcibly();
    }

    /** Waits for it, and says which device it is. */
    DeviceId awaitUp() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> service.check().status() == Health.Status.UP);
        return syncthing().own().orElseThrow();
    }

    @Override
    public void close() {
        service.stop();
        supervisor.stop();
    }
}
