// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Health;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The Syncthing that this node uses, its own or one that somebody else runs. Safe for use by many threads. */
final class Syncthing implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int WAITING = 32;
    private static final int PIECES = 1_024;
    private static final int IDLE_SECONDS = 10;
    private static final String HASHED = "$2";

    private final SyncthingSettings settings;
    private final String name;
    private final Roots roots;
    private final String key;
    private final ThreadPoolExecutor threads;
    private final SyncthingClient client;
    private final Folders folders;
    private final Neighbours neighbours;
    private final Path kept;
    private final Optional<Daemons> daemons;
    private final Optional<Daemons.Running> running;

    private volatile DaemonState state = new DaemonState(
            DaemonState.Kind.STARTING,
            Texts.of("Syncthing s'està engegant", "Syncthing está arrancando", "Syncthing starts"),
            Instant.now(),
            0,
            OptionalLong.empty());
    private volatile Optional<DeviceId> own = Optional.empty();
    private volatile boolean settled;

    /** @param name what neighbours see this device called */
    Syncthing(SyncthingSettings settings, String name, Optional<Daemons> daemons, Home home) throws IOException {
        this.settings = settings;
        this.name = name;
        this.daemons = daemons;
        roots = Roots.of(settings.roots(), home.folders());
        kept = home.folders();
        key = settings.apiKey().isEmpty() ? home.key() : settings.apiKey();
        if (!isAttached()) {
            home.prepare(settings);
        }
        List<Path> elsewhere = isAttached() ? List.of() : home.elsewhere(roots);
        // Two pools: who waits for an answer must not take the thread that brings it.
        threads = pool("cloudy-syncthing-", WAITING);
        client = new SyncthingClient(settings.rest(), key, pool("cloudy-syncthing-http-", PIECES));
        folders = new Folders(this);
        neighbours = new Neighbours(this);
        running = isAttached()
                ? Optional.empty()
                : daemons.map(supervisor -> supervisor.run(
                        Program.daemon(
                                settings,
                                home.program(),
                                key,
                                () -> !client.device().text().isEmpty(),
                                elsewhere),
                        now -> state = now));
    }

    /** Threads that come with the work and go after it. */
    private static ThreadPoolExecutor pool(String prefix, int waiting) {
        var number = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), work -> {
                    var thread = new Thread(work, prefix + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    boolean isAttached() {
        return settings.attached().isPresent();
    }

    int listenPort() {
        return settings.listenPort();
    }

    int guiPort() {
        return settings.rest().getPort();
    }

    SyncthingClient client() {
        return client;
    }

    /** Whether a folder is for Syncthing to make, who may be another user than the node. */
    boolean makes(Path folder) throws IOException {
        return !isAttached() && folder.startsWith(Roots.real(kept));
    }

    Roots roots() {
        return roots;
    }

    Folders folders() {
        return folders;
    }

    Neighbours neighbours() {
        return neighbours;
    }

    /** Its device, once it has answered. */
    Optional<DeviceId> own() {
        return own;
    }

    DeviceId requireOwn() throws IOException, InterruptedException {
        Optional<DeviceId> known = own;
        if (known.isPresent()) {
            return known.get();
        }
        DeviceId device = client.device();
        own = Optional.of(device);
        return device;
    }

    /** What it calls its version: {@code v1.19.2-ds1}. */
    String version() throws IOException, InterruptedException {
        return Facts.of(client.get("/rest/system/version")).text("version");
    }

    /** How the program is; up where somebody else runs it. */
    DaemonState.Kind program() {
        return isAttached() ? DaemonState.Kind.UP : state.kind();
    }

    /** Has something done that waits for Syncthing. */
    void later(Runnable work) throws RejectedExecutionException {
        threads.execute(work);
    }

    /** Up only while it answers, with a device ID, and does what the settings want. */
    Health check() throws IOException, InterruptedException {
        if (!isAttached() && daemons.isEmpty()) {
            return Health.down(Texts.of(
                    "en aquest node res no fa funcionar programes: falta el paquet \"daemons\"",
                    "en este nodo nada hace funcionar programas: falta el paquete \"daemons\"",
                    "nothing on this node runs programs: the bundle \"daemons\" is not there"));
        }
        if (!isAttached() && state.kind() != DaemonState.Kind.UP) {
            return state.health();
        }
        if (!isAttached() && !settled) {
            try {
                settled = settle();
            } catch (ConnectException closed) {
                settled = false;
            }
            if (!settled) {
                return Health.of(
                        Health.Status.STARTING,
                        Texts.of(
                                "Syncthing es posa a punt",
                                "Syncthing se pone a punto",
                                "Syncthing takes its settings over"));
            }
        }
        DeviceId device = client.device();
        own = Optional.of(device);
        return Health.up().with("node_id", device.text());
    }

    /**
     * Its configuration is changed through its own API: it may write the file at any moment.
     *
     * @return false when it has to be gone on with in a moment: a new password has Syncthing close the door that we speak
     *     through, and open it again
     */
    private boolean settle() throws IOException, InterruptedException {
        if (!Facts.of(client.get("/rest/config/gui")).raw("password").startsWith(HASHED)) {
            client.patch("/rest/config/gui", Map.of("user", Home.USER, "password", key));
            return false;
        }
        client.patch("/rest/config/options", settings.options());
        client.patch("/rest/config/devices/" + client.device(), Map.of("name", name));
        return true;
    }

    @Override
    public void close() {
        running.ifPresent(Daemons.Running::close);
        // The other pool brings the answers to a job that has still to end; its threads go by themselves.
        threads.shutdownNow();
    }
}
