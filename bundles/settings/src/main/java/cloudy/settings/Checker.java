// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Says whether settings can be taken, and what ConfigurationAdmin gets for them. */
final class Checker {

    /** What Felix fileinstall and Karaf write into files and configurations: no settings, and no faults either. */
    private static final Set<String> MARKS = Set.of(
            "felix.fileinstall.filename",
            "org.apache.karaf.features.configKey",
            "service.bundleLocation",
            "service.factoryPid",
            "service.pid");

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** The framework's own properties; through them a file could pass a component off as another. */
    private static final Pattern RESERVED = Pattern.compile("(?:service|component|objectclass|felix|osgi)(?:\\..*)?");

    private final Declarations declarations;

    Checker(Declarations declarations) {
        this.declarations = declarations;
    }

    /** Whether a bundle says what settings of this name may be. */
    boolean knows(Pid pid) {
        return declarations.of(pid.word()).isPresent();
    }

    /** Whether a setting is never shown again. */
    boolean isSecret(Pid pid, String key) {
        return Attribute.isPrivate(key)
                || declarations
                        .of(pid.word())
                        .map(schema -> schema.attributes().get(key))
                        .filter(Attribute::isSecret)
                        .isPresent();
    }

    /** The keys of what is never shown again. */
    Set<String> secrets(Pid pid, Map<String, String> values) {
        var secrets = new TreeSet<>(values.keySet());
        secrets.removeIf(key -> !isSecret(pid, key));
        return secrets;
    }

    /** What a file says, without the marks that Felix fileinstall and Karaf leave in one. */
    static Map<String, String> withoutMarks(Map<String, String> values) {
        var kept = new LinkedHashMap<>(values);
        kept.keySet().removeAll(MARKS);
        return kept;
    }

    /**
     * Checks settings.
     *
     * @return properties for ConfigurationAdmin, in the order of the settings; without the secrets that a component
     *     would show to every bundle as properties of its service
     * @throws InvalidFieldException names the first field that cannot be taken
     */
    Map<String, Object> check(Pid pid, Map<String, String> values) {
        Optional<Schema> schema = declarations.of(pid.word());
        schema.ifPresent(declared -> requireForm(pid, declared));
        var properties = new LinkedHashMap<String, Object>();
        var keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        values.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw new InvalidFieldException(
                        "key",
                        Texts.of(
                                "ha de tenir d'1 a 100 lletres, xifres, punts, \"_\" o \"-\"",
                                "debe tener de 1 a 100 letras, cifras, puntos, \"_\" o \"-\"",
                                "must be 1 to 100 letters, digits, dots, \"_\" or \"-\""),
                        key);
            }
            if (!keys.add(key)) {
                throw new InvalidFieldException(
                        key,
                        Texts.of(
                                "hi és dues vegades, amb majúscules diferents",
                                "está dos veces, con otras mayúsculas",
                                "is there a second time, in other letters"));
            }
            boolean secret = isSecret(pid, key);
            requireLine(key, value, secret);
            Object property = checked(schema, key, value);
            if (!secret || Attribute.isPrivate(key)) {
                properties.put(key, property);
            }
        });
        schema.ifPresent(declared -> requireComplete(declared, values));
        return properties;
    }

    private static Object checked(Optional<Schema> schema, String key, String value) {
        Attribute attribute =
                schema.map(Schema::attributes).map(all -> all.get(key)).orElse(null);
        if (attribute != null) {
            return attribute.checked(value);
        }
        if (StandardKeys.contain(key)) {
            StandardKeys.check(key, value);
            return value;
        }
        String folded = key.toLowerCase(Locale.ROOT);
        if (schema.isPresent()
                || folded.startsWith("cloudy.")
                || RESERVED.matcher(folded).matches()) {
            throw new InvalidFieldException(
                    key,
                    Texts.of(
                            "no és cap opció que es pugui posar aquí",
                            "no es ninguna opción que se pueda poner aquí",
                            "is not a setting that can be made here"));
        }
        // A drop-in without a Config of its own: nobody but its author knows its settings.
        return value;
    }

    private static void requireForm(Pid pid, Schema schema) {
        if (schema.factory() && pid.name().isEmpty()) {
            throw new InvalidFieldException(
                    "pid",
                    Texts.of(
                                    "necessita un nom, com a %s-<nom>.cfg",
                                    "necesita un nombre, como en %s-<nombre>.cfg", "needs a name, as in %s-<name>.cfg")
                            .with(pid.word()));
        }
        if (!schema.factory() && pid.name().isPresent()) {
            throw new InvalidFieldException(
                    "pid",
                    Texts.of(
                                    "no porta nom, la configuració va a %s.cfg",
                                    "no lleva nombre, la configuración va en %s.cfg",
                                    "takes no name, the settings belong in %s.cfg")
                            .with(pid.word()));
        }
    }

    private static void requireLine(String key, String value, boolean secret) {
        Texts why = null;
        if (value.codePoints().anyMatch(Text::isControl)) {
            why = Why.mustBeOneLine();
        } else if (value.contains("$[")) {
            // The interpolation plug-in that comes with Karaf would fill it in after our check, from the environment
            // or from any file in etc/.
            why = Texts.of("no pot tenir \"$[\"", "no puede tener \"$[\"", "must not hold \"$[\"");
        }
        if (why != null) {
            throw secret ? new InvalidFieldException(key, why) : new InvalidFieldException(key, why, value);
        }
    }

    private static void requireComplete(Schema schema, Map<String, String> values) {
        schema.attributes().values().stream()
                .filter(Attribute::required)
                .filter(attribute -> values.getOrDefault(attribute.id(), "").isEmpty())
                .map(Attribute::id)
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidFieldException(key, Why.isMissing());
                });
    }
}
