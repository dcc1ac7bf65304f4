// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Health;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What is connected, as it was moments ago: who asks must not wait, so asking has it looked at again. */
final class Links {

    private static final long FRESH_NANOS = 2_000_000_000L;

    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicLong looked = new AtomicLong(System.nanoTime() - FRESH_NANOS);
    private volatile Optional<Map<String, Facts>> connections = Optional.empty();
    private volatile Hellos hellos = new Hellos(Set.of(), Set.of());

    static boolean isConnected(Syncthing own, DeviceId device) throws IOException, InterruptedException {
        return connections(own).getOrDefault(device.text(), Facts.of(null)).flag("connected");
    }

    private static Map<String, Facts> connections(Syncthing own) throws IOException, InterruptedException {
        return Facts.of(own.client().get("/rest/system/connections"))
                .in("connections")
                .entries();
    }

    Health health(Syncthing own, DeviceId device) {
        refresh(own);
        Optional<Map<String, Facts>> seen = connections;
        if (seen.isEmpty()) {
            return Health.of(Health.Status.STARTING, "Syncthing has not answered yet");
        }
        Facts link = seen.get().get(device.text());
        if (link == null) {
            return Health.down("Syncthing does not know this device any more");
        }
        if (link.flag("paused")) {
            return Health.of(Health.Status.OFF, "paused");
        }
        if (link.flag("connected")) {
            return Health.up();
        }
        if (hellos.left().contains(device.text())) {
            return Health.down("the other side has disconnected: it does not know this device any more");
        }
        return hellos.refused().contains(device.text())
                ? Health.of(Health.Status.STARTING, "the other side has not accepted yet")
                : Health.of(Health.Status.STARTING, "not connected: the other side is not reached");
    }

    private void refresh(Syncthing own) {
        if (System.nanoTime() - looked.get() < FRESH_NANOS || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            own.later(() -> look(own));
        } catch (RejectedExecutionException busy) {
            looking.set(false);
        }
    }

    /** Looks at once: whoever has just changed something wants to see it. */
    void look(Syncthing own) {
        try {
            connections = Optional.of(connections(own));
            hellos = Hellos.heard(own.client());
        } catch (IOException away) {
            connections = Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            looked.set(System.nanoTime());
            looking.set(false);
        }
    }
}
