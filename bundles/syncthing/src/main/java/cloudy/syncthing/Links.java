// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Health;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What is connected, as it was moments ago: who asks must not wait, so asking has it looked at again. */
final class Links {

    private static final long FRESH_NANOS = 2_000_000_000L;

    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicLong looked = new AtomicLong(System.nanoTime() - FRESH_NANOS);
    private volatile Map<String, Facts> connections = Map.of();

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
        Facts link = connections.get(device.text());
        if (link == null) {
            return Health.down(Texts.of(
                    "Syncthing ja no coneix aquest dispositiu, o encara no ha respost",
                    "Syncthing ya no conoce este dispositivo, o aún no ha respondido",
                    "Syncthing does not know this device any more, or has not answered yet"));
        }
        if (link.flag("paused")) {
            return Health.of(Health.Status.OFF, Texts.of("en pausa", "en pausa", "paused"));
        }
        return link.flag("connected")
                ? Health.up()
                : Health.of(
                        Health.Status.STARTING,
                        Texts.of(
                                "sense connexió: l'altra banda ho ha d'acceptar, i ser-hi",
                                "sin conexión: la otra parte tiene que aceptarlo, y estar",
                                "not connected: the other side has to accept, and to be there"));
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

    private void look(Syncthing own) {
        try {
            connections = connections(own);
        } catch (IOException away) {
            connections = Map.of();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            looked.set(System.nanoTime());
            looking.set(false);
        }
    }
}
