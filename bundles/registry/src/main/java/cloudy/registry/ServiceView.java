// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Audience;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.Share;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A service as the HTTP API shows it. */
record ServiceView(
        String id,
        Optional<String> title,
        String bundle,
        LocalService.Run run,
        String reason,
        Instant since,
        boolean enabled,
        boolean publish,
        Audience audience,
        Optional<String> settings,
        String log,
        boolean shared,
        List<OfferView> offers) {

    private static final String ROOT = "/api/v1/";

    /** One offer. */
    record OfferView(
            String key,
            String type,
            String description,
            Optional<InetAddress> address,
            int port,
            Protocol protocol,
            List<PairView> txt,
            Audience audience,
            List<CarrierView> carriers) {}

    /** One fact of an offer. */
    record PairView(String key, Optional<String> value) {}

    /** What a carrier did with an offer. */
    record CarrierView(String carrier, Outcome.Kind outcome, String reason) {}

    /** @param title what the service is called; empty when nobody says */
    static ServiceView of(LocalService service, Texts title, List<Locale> languages) {
        String id = id(service.id());
        return new ServiceView(
                id,
                Optional.of(title.in(languages)).filter(text -> !text.isEmpty()),
                service.bundle(),
                service.run(),
                service.why().in(languages),
                service.since(),
                service.wish().enabled(),
                service.wish().publish(),
                service.wish().audience(),
                service.pid().map(pid -> ROOT + "settings/" + pid),
                ROOT + "services/" + escaped(id) + "/log",
                Share.isOne(service.id()),
                service.offers().stream()
                        .map(each -> offer(each.offer(), each.by(), languages))
                        .toList());
    }

    /** An id as the API spells it: servers refuse a slash within a word of a path, however it is written. */
    static String id(String id) {
        return id.replace('/', ':');
    }

    private static OfferView offer(Offer offer, Map<String, Outcome> by, List<Locale> languages) {
        return new OfferView(
                offer.key(),
                offer.type(),
                offer.description(),
                offer.address(),
                offer.port(),
                offer.protocol(),
                offer.txt().pairs().stream()
                        .map(pair -> new PairView(pair.key(), pair.value()))
                        .toList(),
                offer.audience(),
                by.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> new CarrierView(
                                each.getKey(),
                                each.getValue().kind(),
                                each.getValue().why().in(languages)))
                        .toList());
    }

    private static String escaped(String id) {
        var escaped = new StringBuilder();
        for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || "-._~:".indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append(String.format("%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }
}
