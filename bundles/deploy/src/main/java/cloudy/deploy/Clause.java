// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One comma-separated part of an OSGi manifest header: {@code path;path;attribute=value;directive:=value}.
 *
 * @param attributes without the type that may follow the name ({@code version:Version})
 */
record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {

    /** None for a header that is not there; never fails: what makes no sense is left to the framework to refuse. */
    static List<Clause> parse(String header) {
        if (header == null) {
            return List.of();
        }
        var clauses = new ArrayList<Clause>();
        for (String clause : split(header, ',')) {
            var parsed = new Clause(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
            for (String part : split(clause, ';')) {
                parsed.add(part);
            }
            if (!parsed.paths.isEmpty()) {
                clauses.add(parsed);
            }
        }
        return clauses;
    }

    String path() {
        return paths.get(0);
    }

    boolean isOptional() {
        return "optional".equals(directives.get("resolution"));
    }

    private void add(String part) {
        int equals = part.indexOf('=');
        int quote = part.indexOf('"');
        if (equals <= 0 || (quote >= 0 && quote < equals)) {
            if (!part.isBlank()) {
                paths.add(part.trim());
            }
        } else if (part.charAt(equals - 1) == ':') {
            directives.put(part.substring(0, equals - 1).trim(), unquoted(part.substring(equals + 1)));
        } else {
            String name = part.substring(0, equals);
            int type = name.indexOf(':');
            attributes.put((type < 0 ? name : name.substring(0, type)).trim(), unquoted(part.substring(equals + 1)));
        }
    }

    private static String unquoted(String value) {
        String trimmed = value.trim();
        boolean quoted = trimmed.length() >= 2 && trimmed.startsWith("\"") && trimmed.endsWith("\"");
        return quoted ? trimmed.substring(1, trimmed.length() - 1).replaceAll("\\\\(.)", "$1") : trimmed;
    }

    /** At {@code separator}, but not within quotation marks. */
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
