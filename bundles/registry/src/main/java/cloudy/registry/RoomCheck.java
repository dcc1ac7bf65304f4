// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Text;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalServices;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the carriers have room for all that is to be announced; Serf carries 512 bytes of a node. */
@Component(service = Check.class)
public final class RoomCheck implements Check {

    private final LocalServices services;

    @Activate
    public RoomCheck(@Reference LocalServices services) {
        this.services = services;
    }

    @Override
    public String id() {
        return "announcement-room";
    }

    @Override
    public Texts title() {
        return Texts.of("Lloc per als anuncis", "Sitio para los anuncios", "Room for announcements");
    }

    @Override
    public Finding look() {
        String full = services.all().stream()
                .filter(service -> service.offers().stream()
                        .flatMap(offer -> offer.by().values().stream())
                        .anyMatch(outcome -> outcome.kind() == Outcome.Kind.NO_ROOM))
                .map(service -> Text.clean(service.id(), 200))
                .limit(10)
                .collect(Collectors.joining(", "));
        if (full.isEmpty()) {
            return Finding.fine(Texts.of(
                    "Tots els anuncis hi caben.", "Todos los anuncios caben.", "Every announcement has room."));
        }
        return Finding.warning(
                Texts.of(
                        "No hi ha lloc per anunciar: " + full,
                        "No hay sitio para anunciar: " + full,
                        "There is no room to announce: " + full),
                Texts.of(
                        "Escurceu descripcions, o deixeu d'anunciar a la comunitat el que només és per a la xarxa local.",
                        "Acorte descripciones, o deje de anunciar a la comunidad lo que solo es para la red local.",
                        "Shorten descriptions, or do not announce to the community what is for the LAN only."));
    }
}
