// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Text;
import cloudy.api.Txt;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import cloudy.api.registry.Share;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What one file declares.
 *
 * @param check how to find out whether the service can be used
 */
record Declaration(Offer offer, Supplier<Health> check) {

    /** The value of {@code check} for a service that nobody can look after. */
    static final String NONE = Share.NONE;

    static final String IPV4 = "(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}";
    static final String IPV6 = "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";
    static final Texts ADDRESS_SENTENCE = Texts.of(
            "ha de ser una adreça IP, com ara 10.139.40.22",
            "debe ser una dirección IP, como 10.139.40.22",
            "must be an IP address, such as 10.139.40.22");

    private static final Set<String> KEYS =
            Set.of("type", "description", "port", "check", "txt", "protocol", "address", "audience", "enabled");

    /** Of these, what the operator may say of any service in the long form, too. */
    private static final Set<String> WISHES = Set.of("enabled", "audience");

    /** Reads a component's properties, whether {@code settings} gave them types or left them as the file has them. */
    static Declaration of(Map<String, Object> properties) {
        requireKnown(properties.keySet());
        var values = new Values(properties);
        values.get("enabled").filter(text -> !text.matches("(?i)true|false")).ifPresent(text -> {
            throw new InvalidFieldException("enabled", Why.mustBeTrueOrFalse(), text);
        });
        Protocol protocol = values.get("protocol")
                .map(text -> oneOf("protocol", Protocol.class, text, Why.mustBeEither("tcp", "udp")))
                .orElse(Protocol.TCP);
        Audience audience = values.wish("audience")
                .map(text -> oneOf("audience", Audience.class, text, Why.mustBeEither("lan", "community")))
                .orElse(Audience.COMMUNITY);
        Offer offer = Offer.of(values.required("type"), values.required("description"), port(values.required("port")))
                .over(protocol)
                .to(audience)
                .with(values.get("txt").map(Txt::parse).orElse(Txt.EMPTY));
        offer = values.get("address").map(Declaration::address).map(offer::at).orElse(offer);
        return new Declaration(offer, check(values.get("check"), offer));
    }

    /** Whether the operator has switched the service off, whatever else the file says. */
    static boolean isOff(Map<String, Object> properties) {
        return new Values(properties)
                .wish("enabled")
                .filter("false"::equalsIgnoreCase)
                .isPresent();
    }

    private static Supplier<Health> check(Optional<String> text, Offer offer) {
        if (text.isPresent() && text.get().startsWith("http")) {
            return WebTarget.parse(text.get())::probe;
        }
        if (text.isPresent()) {
            return text.get().equals(NONE) ? Health::up : Target.parse(text.get())::probe;
        }
        if (offer.protocol() == Protocol.UDP || offer.port() == 0) {
            throw new InvalidFieldException("check", Share.needsCheck());
        }
        return Health::unknown;
    }

    // A misspelt key would be forgotten in silence. Those with a dot belong to the framework or to every service.
    private static void requireKnown(Set<String> keys) {
        for (String key : keys) {
            String plain = key.startsWith("cloudy.") ? key.substring("cloudy.".length()) : "";
            if (KEYS.contains(plain) && !WISHES.contains(plain)) {
                throw new InvalidFieldException(
                        key,
                        Texts.of(
                                        "en aquest fitxer s'escriu \"%s\"",
                                        "en este fichero se escribe \"%s\"", "is written \"%s\" in this file")
                                .with(plain));
            }
            if (key.indexOf('.') < 0 && !KEYS.contains(key)) {
                throw new InvalidFieldException(
                        Text.clean(key, 40),
                        Texts.of(
                                "no és cap opció d'un servei declarat",
                                "no es ninguna opción de un servicio declarado",
                                "is not a setting of a declared service"));
            }
        }
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidFieldException("port", Why.mustBeBetween(0, 65535), text);
        }
    }

    private static <E extends Enum<E>> E oneOf(String field, Class<E> choices, String text, Texts why) {
        try {
            return Enum.valueOf(choices, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field, why, text);
        }
    }

    // Only what is written as an address: a name would be looked up while the settings are read, and may change.
    static InetAddress address(String text) {
        try {
            if (text.matches(IPV4) || text.matches(IPV6)) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // Said below, as for everything else that is not an address.
        }
        throw new InvalidFieldException("address", ADDRESS_SENTENCE, text);
    }

    /** Values as text; a blank one counts as missing. */
    private record Values(Map<String, Object> properties) {

        Optional<String> get(String key) {
            return Optional.ofNullable(properties.get(key))
                    .map(value -> value.toString().strip())
                    .filter(text -> !text.isEmpty());
        }

        /** The long form is the later word: the API and the shell write it beside what the file's author wrote. */
        Optional<String> wish(String key) {
            return get("cloudy." + key).or(() -> get(key));
        }

        String required(String key) {
            return get(key).orElseThrow(() -> new InvalidFieldException(key, Why.isMissing()));
        }
    }
}
