// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Health;
import cloudy.api.form.Texts;
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
            return Health.of(
                    Health.Status.STARTING,
                    Texts.of(
                            "Syncthing encara no ha respost",
                            "Syncthing aún no ha respondido",
                            "Syncthing has not answered yet"));
        }
        Facts link = seen.get().get(device.text());
        if (link == null) {
            return Health.down(Texts.of(
                    "Syncthing ja no coneix aquest dispositiu",
                    "Syncthing ya no conoce este dispositivo",
                    "Syncthing does not know this device any more"));
        }
        if (link.flag("paused")) {
            return Health.of(Health.Status.OFF, Texts.of("en pausa", "en pausa", "paused"));
        }
        if (link.flag("connected")) {
            return Health.up();
        }
        if (hellos.left().contains(device.text())) {
            return Health.down(Texts.of(
                    "l'altra banda s'ha desconnectat: ja no coneix aquest dispositiu",
                    "la otra parte se ha desconectado: ya no conoce este dispositivo",
                    "the other side has disconnected: it does not know this device any more"));
        }
        return Health.of(
                Health.Status.STARTING,
                hellos.refused().contains(device.text())
                        ? Texts.of(
                                "l'altra banda encara no ho ha acceptat",
                                "la otra parte aún no lo ha aceptado",
                                "the other side has not accepted yet")
                        : Texts.of(
                                "sense connexió: l'altra banda no respon",
                                "sin conexión: la otra parte no responde",
                                "not connected: the other side is not reached"));
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
