// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Health;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the proxy runs, does what is wished, and lets anybody in; where not, why. */
@Component(service = Check.class)
public final class RunsCheck implements Check {

    static final Texts OFF = Texts.of("El proxy està apagat.", "El proxy está apagado.", "The proxy is off.");

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})\\.");
    private static final int OLDEST = 4;

    private final ProxyService service;

    @Activate
    public RunsCheck(@Reference ProxyService service) {
        this.service = service;
    }

    @Override
    public String id() {
        return "proxy3-runs";
    }

    @Override
    public Texts title() {
        return Texts.of("El proxy funciona", "El proxy funciona", "The proxy runs");
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
            case UP -> runs(service.proxy().orElseThrow());
            case MISSING ->
                Finding.fault(
                        Texts.of(
                                "El programa squid no està instal·lat.",
                                "El programa squid no está instalado.",
                                "The program squid is not installed."),
                        Texts.of(
                                "Instal·leu el paquet squid: apt install squid.",
                                "Instale el paquete squid: apt install squid.",
                                "Install the package squid: apt install squid."));
            default -> notUp(health.why());
        };
    }

    private Finding runs(Proxy proxy) throws IOException {
        String version = proxy.figures().map(Figures::version).orElse("");
        Matcher number = VERSION.matcher(version);
        if (number.lookingAt() && Integer.parseInt(number.group(1)) < OLDEST) {
            return Finding.fault(
                    Texts.of(
                                    "Aquest squid és massa vell: %s.",
                                    "Este squid es demasiado viejo: %s.", "This squid is too old: %s.")
                            .with(version),
                    Texts.of(
                            "Cal la versió 4 o posterior: actualitzeu el paquet squid, o el sistema.",
                            "Hace falta la versión 4 o posterior: actualice el paquete squid, o el sistema.",
                            "Version 4 or later is needed: upgrade the package squid, or the system."));
        }
        if (!proxy.problem().isEmpty()) {
            return Finding.warning(
                    Texts.of(
                                    "El proxy funciona amb la configuració anterior: %s",
                                    "El proxy funciona con la configuración anterior: %s",
                                    "The proxy runs with the settings from before: %s")
                            .with(proxy.problem()),
                    Texts.of(
                            "Corregiu la configuració, o el fitxer etc/" + OperatorFile.NAME + ".",
                            "Corrija la configuración, o el fichero etc/" + OperatorFile.NAME + ".",
                            "Correct the settings, or the file etc/" + OperatorFile.NAME + "."));
        }
        if (!proxy.settings().federated()
                && proxy.settings().openTo().isEmpty()
                && service.users().names().isEmpty()) {
            return Finding.warning(
                    Texts.of(
                            "El proxy funciona, però no hi pot entrar ningú.",
                            "El proxy funciona, pero nadie puede entrar.",
                            "The proxy runs, but lets nobody in."),
                    Texts.of(
                            "Afegiu usuaris a la pàgina del proxy, o obriu-lo a una xarxa.",
                            "Añada usuarios en la página del proxy, o ábralo a una red.",
                            "Add users on the page of the proxy, or open it to a network."));
        }
        return Finding.fine(
                Texts.of("El proxy respon: squid %s.", "El proxy responde: squid %s.", "The proxy answers: squid %s.")
                        .with(version));
    }

    private Finding notUp(Texts why) {
        var port = service.proxy().filter(own -> !own.isUp()).map(own -> own.settings()
                .port());
        if (port.isPresent() && isTaken(port.get())) {
            return Finding.fault(
                    Texts.of(
                                    "Un altre programa té el port %s.",
                                    "Otro programa tiene el puerto %s.", "Another program has the port %s.")
                            .with(port.get()),
                    Texts.of(
                            "Atureu-lo (potser és el squid del sistema), o canvieu el port a la configuració del proxy.",
                            "Deténgalo (quizá es el squid del sistema), o cambie el puerto en la configuración del proxy.",
                            "End it (it may be the system's own squid), or change the port in the settings of the proxy."));
        }
        return Finding.fault(
                Texts.of("El proxy no funciona: %s", "El proxy no funciona: %s", "The proxy does not run: %s")
                        .with(why),
                Texts.of(
                        "Mireu què diu el programa al registre del servei.",
                        "Mire qué dice el programa en el registro del servicio.",
                        "See what the program says in the log of the service."));
    }

    private static boolean isTaken(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
