// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService.Wish;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the properties of a service say: the operator's wishes and the one offer that most services have.
 *
 * @param offers one, or none where the properties have no {@code cloudy.type}
 * @param problem why the properties cannot be followed, for the operator; nothing runs and nothing is announced then
 */
record Described(Wish wish, List<Offer> offers, Optional<Texts> problem) {

    /** What is shown where the wish itself cannot be read. */
    private static final Wish UNREADABLE = new Wish(true, false, Audience.LAN);

    static Described of(Map<String, Object> serviceProperties) {
        var properties = new Properties(serviceProperties);
        Wish wish = UNREADABLE;
        try {
            wish = new Wish(
                    properties.flag("enabled", true),
                    properties.flag("publish", true),
                    properties.word("audience", Audience.COMMUNITY));
            return new Described(wish, offers(properties, wish.audience()), Optional.empty());
        } catch (InvalidFieldException e) {
            return new Described(wish, List.of(), Optional.of(e.texts()));
        }
    }

    /** Whether the operator switched it off. */
    boolean isOff() {
        return !wish.enabled();
    }

    /** An offer for nobody beyond whom the operator allows. */
    Offer narrowed(Offer offer) {
        return wish.audience().includes(offer.audience()) ? offer : offer.to(wish.audience());
    }

    private static List<Offer> offers(Properties properties, Audience audience) {
        Optional<String> type = properties.text("type");
        if (type.isEmpty()) {
            return List.of();
        }
        int port = properties.number("port", 0);
        Protocol protocol = properties.word("protocol", Protocol.TCP);
        Txt txt = Txt.parse(properties.text("txt").orElse(""));
        String description = properties.text("description").orElse("");
        try {
            // Under a key that is good in any case: it is the type that shall be complained of.
            var offer =
                    new Offer("described", type.get(), description, Optional.empty(), port, protocol, txt, audience);
            return List.of(offer.withKey(offer.type()));
        } catch (InvalidFieldException e) {
            throw e.of("cloudy." + e.field());
        }
    }
}
