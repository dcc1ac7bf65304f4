// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import java.util.List;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the LAN can hear what this node announces. */
@Component(service = Check.class)
public final class LanCheck implements Check {

    static final String ID = "lan-announcements";

    private final LocalServices services;
    private final ServiceDirectory directory;

    @Activate
    public LanCheck(@Reference LocalServices services, @Reference ServiceDirectory directory) {
        this.services = services;
        this.directory = directory;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Texts title() {
        return Texts.of("Anuncis a la xarxa local", "Anuncios en la red local", "Announcements in the LAN");
    }

    @Override
    public Finding look() {
        List<Outcome> outcomes = services.all().stream()
                .map(LocalService::offers)
                .flatMap(List::stream)
                .map(offer -> offer.by().get(Neighbours.CARRIER))
                .filter(Objects::nonNull)
                .toList();
        boolean heard = outcomes.stream().anyMatch(outcome -> outcome.kind() == Outcome.Kind.ANNOUNCED);
        List<Texts> reasons = outcomes.stream()
                .filter(outcome -> outcome.kind() == Outcome.Kind.WITHHELD)
                .map(outcome -> outcome.why().clean(200))
                .distinct()
                .limit(3)
                .toList();
        boolean others = directory
                .search(Query.all().heardBy(Neighbours.CARRIER).limit(1_000))
                .stream()
                .anyMatch(announcement -> announcement.trust() != Trust.OWN);
        if (!heard && !reasons.isEmpty()) {
            return Finding.warning(
                    Texts.of(
                                    "La xarxa local no sent els serveis d'aquest node: %s",
                                    "La red local no oye los servicios de este nodo: %s",
                                    "The LAN does not hear the services of this node: %s")
                            .with(Texts.joined("; ", reasons)),
                    Texts.of(
                            "Mireu que hi hagi una interfície amb adreça i que cap tallafocs no tanqui el port UDP"
                                    + " 5353.",
                            "Mire que haya una interfaz con dirección y que ningún cortafuegos cierre el puerto UDP"
                                    + " 5353.",
                            "See that an interface has an address and that no firewall closes UDP port 5353."));
        }
        if (!others) {
            return Finding.skipped(Texts.of(
                    "Encara no s'ha sentit cap veí a la xarxa local.",
                    "Todavía no se ha oído a ningún vecino en la red local.",
                    "No neighbour has been heard in the LAN yet."));
        }
        return Finding.fine(Texts.of(
                "Se senten els veïns de la xarxa local.",
                "Se oye a los vecinos de la red local.",
                "The neighbours in the LAN are heard."));
    }
}
