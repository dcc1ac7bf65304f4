// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether notices reach the operator where he wants them. */
@Component(service = Check.class)
public final class DeliveryCheck implements Check {

    private final Delivery delivery;

    @Activate
    public DeliveryCheck(@Reference Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public String id() {
        return "notice-delivery";
    }

    @Override
    public Texts title() {
        return Texts.of("Avisos fora del node", "Avisos fuera del nodo", "Notices outside the node");
    }

    @Override
    public Finding look() {
        if (!delivery.isWanted()) {
            return Finding.skipped(Texts.of(
                    "Els avisos no s'envien enlloc.",
                    "Los avisos no se envían a ningún sitio.",
                    "Notices are sent nowhere."));
        }
        List<String> troubles = delivery.troubles();
        if (troubles.isEmpty()) {
            return Finding.fine(
                    Texts.of("Els avisos arriben.", "Los avisos llegan.", "Notices arrive where they are wanted."));
        }
        String why = String.join("; ", troubles);
        return Finding.warning(
                Texts.of(
                        "Els avisos no es poden enviar: " + why,
                        "Los avisos no se pueden enviar: " + why,
                        "Notices cannot be sent: " + why),
                Texts.of(
                        "Corregiu l'adreça o el compte de correu a etc/cloudy.notices.cfg, o traieu-los.",
                        "Corrija la dirección o la cuenta de correo en etc/cloudy.notices.cfg, o quítelas.",
                        "Mend the address or the mail account in etc/cloudy.notices.cfg, or remove them."));
    }
}
