// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.daemon.DaemonState;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.ProgramCheck;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether Syncthing is there and answers; where not, whether somebody else has its ports. */
@Component(service = Check.class)
public final class RunsCheck extends ProgramCheck {

    static final Texts OFF = Texts.of("Syncthing està apagat.", "Syncthing está apagado.", "Syncthing is off.");

    private final SyncthingService service;

    @Activate
    public RunsCheck(@Reference SyncthingService service) {
        super(service, "syncthing", "syncthing");
        this.service = service;
    }

    @Override
    public String id() {
        return "syncthing-runs";
    }

    @Override
    public Texts title() {
        return Texts.of("Syncthing funciona", "Syncthing funciona", "Syncthing runs");
    }

    @Override
    protected Texts off() {
        return OFF;
    }

    @Override
    protected Finding up() throws IOException, InterruptedException {
        String version = service.syncthing().orElseThrow().version();
        // What this node asks it is there since then: requests of other devices, above all.
        if (isOlder(version, 1, 13)) {
            return Finding.fault(
                    Texts.of(
                            "Aquest Syncthing és massa vell: " + version + ".",
                            "Este Syncthing es demasiado viejo: " + version + ".",
                            "This Syncthing is too old: " + version + "."),
                    Texts.of(
                            "Cal la versió 1.13 o posterior: actualitzeu el paquet syncthing, o el sistema.",
                            "Hace falta la versión 1.13 o posterior: actualice el paquete syncthing, o el sistema.",
                            "Version 1.13 or later is needed: upgrade the package syncthing, or the system."));
        }
        return Finding.fine(Texts.of(
                "El Syncthing d'aquest node respon: " + version + ".",
                "El Syncthing de este nodo responde: " + version + ".",
                "This node's Syncthing answers: " + version + "."));
    }

    @Override
    protected Finding down(Texts why) throws IOException {
        Optional<Syncthing> own =
                service.syncthing().filter(known -> !known.isAttached() && known.program() != DaemonState.Kind.UP);
        if (own.isPresent() && isTaken(new InetSocketAddress(own.get().listenPort()))) {
            return taken(own.get().listenPort(), "listenPort");
        }
        if (own.isPresent()
                && isTaken(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), own.get().guiPort()))) {
            return taken(own.get().guiPort(), "guiPort");
        }
        return seeTheLog(
                Texts.of("Syncthing no funciona: %s", "Syncthing no funciona: %s", "Syncthing does not run: %s")
                        .with(why));
    }

    private static Finding taken(int port, String setting) {
        return taken(
                port,
                Texts.of(
                                "Atureu-lo, o canvieu %s a la configuració de Syncthing.",
                                "Deténgalo, o cambie %s en la configuración de Syncthing.",
                                "End it, or change %s in the settings of Syncthing.")
                        .with(setting));
    }
}
