// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether guifi.net answers, where something of this node has asked it. */
@Component(service = Check.class)
public final class ReachableCheck implements Check {

    static final Texts UNUSED = Texts.of(
            "Encara ningú no ha demanat res a guifi.net.",
            "Todavía nadie ha pedido nada a guifi.net.",
            "Nobody has asked guifi.net for anything yet.");

    private static final int MAX_STAMP = 64;

    private final Guifi guifi;

    @Activate
    public ReachableCheck(@Reference Guifi guifi) {
        this.guifi = guifi;
    }

    @Override
    public String id() {
        return "guifi-reachable";
    }

    @Override
    public Texts title() {
        return Texts.of("Connexió amb guifi.net", "Conexión con guifi.net", "Connection to guifi.net");
    }

    @Override
    public Finding look() throws Exception {
        if (guifi.copies().states().isEmpty()) {
            return Finding.skipped(UNUSED);
        }
        try {
            guifi.site().visit().bytes(new Site.Question("/guifi/refresh/cnml", MAX_STAMP, Duration.ofSeconds(8)));
        } catch (Site.Refusal answered) {
            // It is there; whether it has what is wanted is said with each copy.
        } catch (Trouble e) {
            return Finding.warning(
                    Texts.of("%s: %s.").with(guifi.base(), e.texts()),
                    Texts.of(
                            "Tot continua funcionant amb l'última còpia. Comproveu l'adreça a la configuració de guifi.net,"
                                    + " el DNS i la ruta.",
                            "Todo sigue funcionando con la última copia. Compruebe la dirección en la configuración de"
                                    + " guifi.net, el DNS y la ruta.",
                            "All goes on with the last copy. Look at the address in the settings of guifi.net, the DNS"
                                    + " and the route."));
        }
        return Finding.fine(
                Texts.of("%s respon.", "%s responde.", "%s answers.").with(guifi.base()));
    }
}
