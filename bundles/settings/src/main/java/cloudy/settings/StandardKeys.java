// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.CloudyService;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Txt;
import cloudy.api.Why;
import java.util.Map;
import java.util.function.Consumer;

/** The settings that every service has without declaring them: the operator's wishes, and those of {@code @Publish}. */
final class StandardKeys {

    private static final Map<String, Consumer<String>> CHECKS = Map.of(
            CloudyService.ENABLED,
            oneOf(CloudyService.ENABLED, "true", "false"),
            CloudyService.PUBLISH,
            oneOf(CloudyService.PUBLISH, "true", "false"),
            "cloudy.audience",
            oneOf("cloudy.audience", "lan", "community"),
            "cloudy.protocol",
            oneOf("cloudy.protocol", "tcp", "udp"),
            "cloudy.type",
            value -> offer(value, "-", 0, ""),
            "cloudy.description",
            value -> offer("-", value, 0, ""),
            "cloudy.port",
            value -> offer("-", "-", port(value), ""),
            "cloudy.txt",
            value -> offer("-", "-", 0, value));

    private StandardKeys() {}

    static boolean contain(String key) {
        return CHECKS.containsKey(key);
    }

    static void check(String key, String value) {
        CHECKS.get(key).accept(value);
    }

    private static Consumer<String> oneOf(String key, String first, String second) {
        return value -> {
            if (!value.equals(first) && !value.equals(second)) {
                throw new InvalidFieldException(key, Why.mustBeEither(first, second), value);
            }
        };
    }

    /** Has an offer made: it alone knows its limits. */
    private static void offer(String type, String description, int port, String txt) {
        try {
            Offer.of(type, description, port).withKey("key").with(Txt.parse(txt));
        } catch (InvalidFieldException e) {
            throw e.of("cloudy." + e.field());
        }
    }

    private static int port(String value) {
        return ValueType.INTEGER
                .measure(value)
                .orElseThrow(() -> new InvalidFieldException("cloudy.port", Why.mustBeBetween(0, 65535), value))
                .intValueExact();
    }
}
