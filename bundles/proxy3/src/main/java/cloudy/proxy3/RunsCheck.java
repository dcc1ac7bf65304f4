// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.ProgramCheck;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the proxy runs, does what is wished, and lets anybody in; where not, why. */
@Component(service = Check.class)
public final class RunsCheck extends ProgramCheck {

    static final Texts OFF = Texts.of("El proxy està apagat.", "El proxy está apagado.", "The proxy is off.");

    private final ProxyService service;

    @Activate
    public RunsCheck(@Reference ProxyService service) {
        super(service, "squid", "squid");
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
    protected Texts off() {
        return OFF;
    }

    @Override
    protected Finding up() throws IOException {
        Proxy proxy = service.proxy().orElseThrow();
        String version = proxy.figures().map(Figures::version).orElse("");
        if (isOlder(version, 4, 0)) {
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

    @Override
    protected Finding down(Texts why) {
        var port = service.proxy().filter(own -> !own.isUp()).map(own -> own.settings()
                .port());
        if (port.isPresent() && isTaken(new InetSocketAddress(port.get()))) {
            return taken(
                    port.get(),
                    Texts.of(
                            "Atureu-lo (potser és el squid del sistema), o canvieu el port a la configuració del proxy.",
                            "Deténgalo (quizá es el squid del sistema), o cambie el puerto en la configuración del proxy.",
                            "End it (it may be the system's own squid), or change the port in the settings of the proxy."));
        }
        return seeTheLog(Texts.of("El proxy no funciona: %s", "El proxy no funciona: %s", "The proxy does not run: %s")
                .with(why));
    }
}
