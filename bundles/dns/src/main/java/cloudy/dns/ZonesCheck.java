// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.dns.Composer.Composed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the zones are those that guifi.net has, and BIND takes them. */
@Component(service = Check.class)
public final class ZonesCheck implements Check {

    private static final Duration OLD = Duration.ofDays(2);
    private static final Texts WAIT = Texts.of(
            "Mentrestant se serveix l'última còpia; no cal fer res si guifi.net torna.",
            "Mientras tanto se sirve la última copia; no hay que hacer nada si guifi.net vuelve.",
            "The last copy is served meanwhile; nothing needs to be done if guifi.net comes back.");

    private final DnsService service;
    private final Clock clock;

    @Activate
    public ZonesCheck(@Reference DnsService service) {
        this(service, Clock.systemUTC());
    }

    ZonesCheck(DnsService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "dns-zones";
    }

    @Override
    public Texts title() {
        return Texts.of(
                "Les zones del DNS estan al dia",
                "Las zonas del DNS están al día",
                "The zones of the DNS are up to date");
    }

    @Override
    public Finding look() {
        Optional<NameServer> server = service.server();
        if (server.isEmpty()) {
            return Finding.skipped(RunsCheck.OFF);
        }
        if (!server.get().settings().isAtGuifi()) {
            return Finding.skipped(Texts.of(
                    "Aquest servidor de noms no té cap id a guifi.net.",
                    "Este servidor de nombres no tiene ningún id en guifi.net.",
                    "This name server has no id at guifi.net."));
        }
        Composed now = server.get().now();
        if (!server.get().fault().isEmpty()) {
            return Finding.fault(
                    Texts.of(
                                    "Les zones queden com estan: %s",
                                    "Las zonas quedan como están: %s", "The zones stay as they are: %s")
                            .with(server.get().fault()),
                    Texts.of(
                            "Mireu si hi ha espai al disc i si el node el pot escriure.",
                            "Mire si hay espacio en el disco y si el nodo lo puede escribir.",
                            "See whether the disk has room and the node may write to it."));
        }
        if (!now.refused().isEmpty()) {
            String zone = now.refused().keySet().iterator().next();
            return Finding.warning(
                    Texts.of(
                                    "BIND rebutja %s zones, com %s: %s",
                                    "BIND rechaza %s zonas, como %s: %s", "BIND refuses %s zones, such as %s: %s")
                            .with(now.refused().size(), zone, now.refused().get(zone)),
                    Texts.of(
                            "La versió d'abans continua en servei; corregiu-ne les dades a guifi.net.",
                            "La versión de antes sigue en servicio; corrija sus datos en guifi.net.",
                            "The version before stays in service; correct its data at guifi.net."));
        }
        Finding age = age(now);
        return age.grade() == Finding.Grade.FINE
                ? now.leftOut().stream()
                        .filter(count -> count.reason() == LeftOut.Reason.FOREIGN)
                        .findFirst()
                        .map(ZonesCheck::foreign)
                        .orElse(age)
                : age;
    }

    private static Finding foreign(LeftOut.Count count) {
        return Finding.warning(
                Texts.of(
                                "guifi.net té per a aquest servidor dominis que no són de la comunitat, i que no se"
                                        + " serveixen a les xarxes pròpies: %s",
                                "guifi.net tiene para este servidor dominios que no son de la comunidad, y que no se"
                                        + " sirven a las redes propias: %s",
                                "guifi.net has domains for this server that are not the community's, and that are not"
                                        + " served to the own networks: %s")
                        .with(String.join(", ", count.examples())),
                Texts.of(
                        "Si són vostres, escriviu-los a «Dominis de la comunitat» de la configuració del DNS; si no, algú"
                                + " els ha declarat a guifi.net: feu-los treure d'allà.",
                        "Si son suyos, escríbalos en «Dominios de la comunidad» de la configuración del DNS; si no, alguien"
                                + " los ha declarado en guifi.net: hágalos quitar de allí.",
                        "If they are yours, write them into “Domains of the community” in the settings of DNS; if not,"
                                + " somebody declared them at guifi.net: have them removed there."));
    }

    private Finding age(Composed now) {
        Optional<Instant> asOf = now.plan().asOf();
        if (asOf.isEmpty()) {
            return Finding.fault(
                    Texts.of(
                                    "Encara no hi ha dades de guifi.net: %s",
                                    "Todavía no hay datos de guifi.net: %s", "There are no data from guifi.net yet: %s")
                            .with(now.stale()),
                    Texts.of(
                            "Mireu l'id del servei, i si cloudy-guifi hi és i arriba a guifi.net.",
                            "Mire el id del servicio, y si cloudy-guifi está y llega a guifi.net.",
                            "See the id of the service, and whether cloudy-guifi is there and reaches guifi.net."));
        }
        if (!now.stale().isEmpty() && asOf.get().isBefore(clock.instant().minus(OLD))) {
            return Finding.warning(
                    Texts.of(
                                    "Les dades de guifi.net són del %s: %s",
                                    "Los datos de guifi.net son del %s: %s", "The data from guifi.net are of %s: %s")
                            .with(asOf.get(), now.stale()),
                    WAIT);
        }
        return Finding.fine(Texts.of(
                        "Se serveixen %s zones, amb dades del %s.",
                        "Se sirven %s zonas, con datos del %s.", "%s zones are served, with data of %s.")
                .with(now.plan().zones().size(), asOf.get()));
    }
}
