// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures of several sources as Prometheus reads them: its text format, version 0.0.4. Not safe for many threads. */
final class Exposition {

    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Whole numbers beyond are not exact in a double anyway. */
    private static final double EXACT = 1L << 53;

    private final Map<String, Family> families = new TreeMap<>();

    /** Adds the figures of a source, or throws and adds none. */
    void add(Map<String, Family> source) {
        var joined = new TreeMap<String, Family>();
        source.forEach((name, family) -> {
            Family known = families.get(name);
            if (known != null) {
                var both = new Family(name, known.type(), known.help());
                both.add(known);
                both.add(family);
                joined.put(name, both);
            } else {
                joined.put(name, family);
            }
        });
        families.putAll(joined);
    }

    /** Everything that was added. */
    String text() {
        var text = new StringBuilder();
        families.values().forEach(family -> write(text, family));
        return text.toString();
    }

    private static void write(StringBuilder text, Family family) {
        String name = family.name();
        String help = family.help().replace("\\", "\\\\");
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ');
        text.append(family.type().name().toLowerCase(Locale.ROOT)).append('\n');
        family.samples().forEach((labels, value) -> text.append(name)
                .append(labels)
                .append(' ')
                .append(number(value))
                .append('\n'));
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < EXACT
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
