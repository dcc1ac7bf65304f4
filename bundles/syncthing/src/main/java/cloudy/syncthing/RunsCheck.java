// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Health;
import cloudy.api.daemon.DaemonState;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether Syncthing is there and answers; where not, whether somebody else has its ports. */
@Component(service = Check.class)
public final class RunsCheck implements Check {

    static final Texts OFF = Texts.of("Syncthing està apagat.", "Syncthing está apagado.", "Syncthing is off.");

    private static final Pattern VERSION = Pattern.compile("v([0-9]{1,4})\\.([0-9]{1,3})\\.");
    private static final int THOUSAND = 1_000;
    private static final int OLDEST = THOUSAND + 13;

    private final SyncthingService service;

    @Activate
    public RunsCheck(@Reference SyncthingService service) {
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
    public Finding look() throws Exception {
        Health health;
        try {
            health = service.check();
        } catch (IOException e) {
            health = Health.down(Explained.of(e));
        }
        return switch (health.status()) {
            case OFF -> Finding.skipped(OFF);
            case UP -> answers();
            case MISSING ->
                Finding.fault(
                        Texts.of(
                                "El programa syncthing no està instal·lat.",
                                "El programa syncthing no está instalado.",
                                "The program syncthing is not installed."),
                        Texts.of(
                                "Instal·leu el paquet syncthing: apt install syncthing.",
                                "Instale el paquete syncthing: apt install syncthing.",
                                "Install the package syncthing: apt install syncthing."));
            default -> notUp(health.why());
        };
    }

    /** What this node asks it is there since 1.13: requests of other devices, above all. */
    private Finding answers() throws IOException, InterruptedException {
        String version = service.syncthing().orElseThrow().version();
        Matcher numbers = VERSION.matcher(version);
        if (numbers.lookingAt() && number(numbers, 1) * THOUSAND + number(numbers, 2) < OLDEST) {
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

    private static int number(Matcher numbers, int group) {
        return Integer.parseInt(numbers.group(group));
    }

    private Finding notUp(Texts why) throws IOException {
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
        return Finding.fault(
                Texts.of("Syncthing no funciona: %s", "Syncthing no funciona: %s", "Syncthing does not run: %s")
                        .with(why),
                Texts.of(
                        "Mireu què diu el programa al registre del servei.",
                        "Mire qué dice el programa en el registro del servicio.",
                        "See what the program says in the log of the service."));
    }

    private static Finding taken(int port, String setting) {
        return Finding.fault(
                Texts.of(
                        "Un altre programa té el port " + port + ".",
                        "Otro programa tiene el puerto " + port + ".",
                        "Another program has the port " + port + "."),
                Texts.of(
                        "Atureu-lo, o canvieu " + setting + " a la configuració de Syncthing.",
                        "Deténgalo, o cambie " + setting + " en la configuración de Syncthing.",
                        "End it, or change " + setting + " in the settings of Syncthing."));
    }

    private static boolean isTaken(InetSocketAddress place) {
        try (var socket = new ServerSocket()) {
            socket.bind(place);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
