// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A registered service as a check sees it. All of this runs on check threads, one after the other for one instance, and
 * nothing that the service answers is believed.
 */
final class Instance {

    private static final int MAX_OFFERS = 64;

    private final Registered registered;
    private final PortProbe probe;
    private CloudyService service;

    Instance(Registered registered, PortProbe probe) {
        this.registered = registered;
        this.probe = probe;
    }

    /** One round. */
    Verdict check(List<Offer> described, Self self) {
        try {
            if (service == null) {
                service = registered.get();
            }
            if (service == null) {
                return Verdict.misconfigured(registered.whyNot());
            }
            return ask(described, self);
        } catch (Throwable e) {
            return Verdict.thrown(e);
        }
    }

    /** Whether the last round had no object to ask. The loop may ask between rounds. */
    boolean isAbsent() {
        return service == null;
    }

    /** Lets the service go. */
    void release() {
        if (service != null) {
            registered.release(service);
            service = null;
        }
    }

    private Verdict ask(List<Offer> described, Self self) throws Exception {
        List<Offer> offers = bounded(service.offers(described));
        Health health = service.check();
        if (health == null) {
            return Verdict.down(Texts.of(
                            "la seva comprovació no ha respost res",
                            "su comprobación no ha respondido nada",
                            "its check answered nothing"))
                    .offering(offers);
        }
        List<Offer> complete = offers.stream()
                .map(offer -> offer.with(offer.txt().with(health.txt())))
                .toList();
        return switch (health.status()) {
            case UP -> Verdict.up(complete);
            case UNKNOWN -> probed(complete, self);
            case DOWN, OFF, STARTING, MISSING, MISCONFIGURED, CRASH_LOOPING ->
                Verdict.of(health).offering(complete);
        };
    }

    private Verdict probed(List<Offer> offers, Self self) throws IOException, InterruptedException {
        List<Offer> ports = offers.stream().filter(PortProbe::canReach).toList();
        if (ports.isEmpty() && !offers.isEmpty()) {
            return Verdict.misconfigured(Texts.of(
                            "no té cap port TCP per provar: ha d'escriure check()",
                            "no tiene ningún puerto TCP que probar: debe escribir check()",
                            "it has no TCP port that could be tried: it must write check()"))
                    .offering(offers);
        }
        Optional<Texts> failure = probe.failure(ports, self);
        return failure.map(Verdict::down).map(down -> down.offering(offers)).orElseGet(() -> Verdict.up(offers));
    }

    private static List<Offer> bounded(List<Offer> answer) {
        if (answer == null) {
            throw new InvalidFieldException(
                    "offers", Texts.of("no pot ser null", "no puede ser null", "must not be null"));
        }
        List<Offer> offers = new ArrayList<>();
        var keys = new HashSet<String>();
        for (Offer offer : answer) {
            if (offer == null) {
                throw new InvalidFieldException(
                        "offers", Texts.of("no pot tenir null", "no puede tener null", "must not hold null"));
            }
            if (offers.size() == MAX_OFFERS) {
                throw new InvalidFieldException("offers", Why.mustHaveEntries("", Integer.toString(MAX_OFFERS)));
            }
            if (!keys.add(offer.key())) {
                throw new InvalidFieldException(
                        "offers",
                        Texts.of(
                                        "han de tenir claus diferents, n'hi ha dues amb \"%s\"",
                                        "deben tener claves distintas, hay dos con \"%s\"",
                                        "must have different keys, two have \"%s\"")
                                .with(offer.key()));
            }
            offers.add(offer);
        }
        return offers;
    }
}
