// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether any of the devices that Syncthing knows is connected. */
@Component(service = Check.class)
public final class NeighboursCheck implements Check {

    private final SyncthingService service;

    @Activate
    public NeighboursCheck(@Reference SyncthingService service) {
        this.service = service;
    }

    @Override
    public String id() {
        return "syncthing-neighbours";
    }

    @Override
    public Texts title() {
        return Texts.of("Veïns de Syncthing", "Vecinos de Syncthing", "Neighbours of Syncthing");
    }

    @Override
    public Finding look() throws Exception {
        Optional<Syncthing> own = service.syncthing();
        if (own.isEmpty()) {
            return Finding.skipped(RunsCheck.OFF);
        }
        DeviceId self = own.get().requireOwn();
        List<DeviceId> others = own.get().neighbours().all().stream()
                .flatMap(device -> DeviceId.parse(device.raw("deviceID")).stream())
                .filter(device -> !device.equals(self))
                .toList();
        if (others.isEmpty()) {
            return Finding.skipped(Texts.of(
                    "Encara no es coneix cap dispositiu.",
                    "Todavía no se conoce ningún dispositivo.",
                    "No device is known yet."));
        }
        int there = 0;
        for (DeviceId device : others) {
            there += Links.isConnected(own.get(), device) ? 1 : 0;
        }
        if (there > 0) {
            return Finding.fine(Texts.of(
                    "Connectats: " + there + " de " + others.size() + ".",
                    "Conectados: " + there + " de " + others.size() + ".",
                    "Connected: " + there + " of " + others.size() + "."));
        }
        return Finding.warning(
                Texts.of(
                        "Cap dels dispositius coneguts no està connectat.",
                        "Ninguno de los dispositivos conocidos está conectado.",
                        "None of the known devices is connected."),
                Texts.of(
                        "Comproveu que l'altra banda hagi acceptat i que el port TCP hi arribi.",
                        "Compruebe que el otro lado haya aceptado y que el puerto TCP llegue.",
                        "See that the other side has accepted, and that the TCP port is reached."));
    }
}
