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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the LAN can hear what this node announces. */
@Component(service = Check.class)
public final class LanCheck implements Check {

    static final String ID = "lan-announcements";

    /** Reasons that are told. */
    private static final int MOST = 3;

    /** How long the thread that speaks mDNS may be busy with something else. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final LocalServices services;
    private final ServiceDirectory directory;
    private final Mdns mdns;
    private final Duration busy;

    @Activate
    public LanCheck(@Reference LocalServices services, @Reference ServiceDirectory directory, @Reference Mdns mdns) {
        this(services, directory, mdns, BUSY);
    }

    LanCheck(LocalServices services, ServiceDirectory directory, Mdns mdns, Duration busy) {
        this.services = services;
        this.directory = directory;
        this.mdns = mdns;
        this.busy = busy;
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
    public Finding look() throws InterruptedException {
        List<Texts> troubles;
        try {
            troubles = mdns.troubles().toCompletableFuture().get(busy.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return stuck();
        } catch (ExecutionException e) {
            throw new AssertionError("it is only ever completed", e);
        }
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
                .limit(MOST)
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
                    cure());
        }
        if (!troubles.isEmpty()) {
            return Finding.warning(
                    Texts.of(
                                    "A la xarxa local alguna cosa no va bé: %s",
                                    "En la red local algo no va bien: %s", "Something is wrong in the LAN: %s")
                            .with(Texts.joined(
                                    "; ", troubles.stream().limit(MOST).toList())),
                    cure());
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

    private static Texts cure() {
        return Texts.of(
                "Mireu que hi hagi una interfície amb adreça i que cap tallafocs no tanqui el port UDP 5353.",
                "Mire que haya una interfaz con dirección y que ningún cortafuegos cierre el puerto UDP 5353.",
                "See that an interface has an address and that no firewall closes UDP port 5353.");
    }

    private static Finding stuck() {
        return Finding.warning(
                Texts.of(
                        "La part del node que parla amb la xarxa local fa segons que no respon.",
                        "La parte del nodo que habla con la red local lleva segundos sin responder.",
                        "The part of the node that speaks with the LAN has not answered for seconds."),
                Texts.of(
                        "Si dura, reinicieu el node i envieu el registre a qui el manté.",
                        "Si dura, reinicie el nodo y envíe el registro a quien lo mantiene.",
                        "If it lasts, restart the node and send the log to whoever maintains it."));
    }
}
