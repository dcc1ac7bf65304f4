// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.api.registry.LocalService;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How services stand in the list of them. Belongs to the loop. */
final class Listing {

    /** Why it does not run. */
    static final Texts OFF =
            Texts.of("apagat a la seva configuració", "apagado en su configuración", "switched off in its settings");

    private Listing() {}

    static LocalService of(LocalEntry entry, Collection<Outlet> outlets) {
        Standing standing = entry.standing();
        return new LocalService(
                entry.id,
                entry.bundle(),
                standing.run(),
                standing.why(),
                standing.since(),
                entry.described().wish(),
                entry.offers().stream()
                        .map(offer -> new LocalService.Announced(
                                offer,
                                outcomes(entry, new Wanted(ServiceId.wanted(entry.id, offer.key()), offer), outlets)))
                        .toList());
    }

    static LocalService of(Lacking component, Described described, Instant now) {
        return new LocalService(
                component.id(),
                component.bundle(),
                described.isOff() ? LocalService.Run.OFF : LocalService.Run.MISCONFIGURED,
                described.isOff() ? Texts.of("%s; %s").with(OFF, component.why()) : component.why(),
                now,
                described.wish(),
                described.offers().stream()
                        .map(offer -> new LocalService.Announced(offer, Map.of()))
                        .toList());
    }

    private static Map<String, Outcome> outcomes(LocalEntry entry, Wanted wanted, Collection<Outlet> outlets) {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (Outlet outlet : outlets) {
            Optional<Outcome> outcome = entry.isWanted() ? outlet.outcome(wanted) : Optional.of(unwanted(entry));
            outlet.carrier().ifPresent(carrier -> outcome.ifPresent(is -> outcomes.put(carrier, is)));
        }
        return outcomes;
    }

    private static Outcome unwanted(LocalEntry entry) {
        if (entry.described().isOff()) {
            return Outcome.withheld(Texts.of("està apagat", "está apagado", "it is switched off"));
        }
        return Outcome.withheld(
                entry.described().wish().publish()
                        ? Texts.of("no funciona", "no funciona", "it is not up")
                        : Texts.of(
                                "la seva configuració diu de no anunciar-lo",
                                "su configuración dice que no se anuncie",
                                "its settings say not to announce it"));
    }
}
