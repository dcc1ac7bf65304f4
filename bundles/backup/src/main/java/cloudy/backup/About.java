// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a backup says about itself.
 *
 * @param node id of the node that made it
 * @param name of that node
 * @param version of the program
 * @param service whose backup it is; empty for that of the whole node
 * @param parts what services wanted to have saved
 */
record About(String node, String name, String version, Instant created, String service, List<Saved> parts) {

    static final int MAX_BYTES = 1 << 20;

    private static final int FORMAT = 1;
    private static final int MAX_PARTS = 2_000;
    private static final Json JSON = Json.within(8, 8_192);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._~-]{0,127}");

    /**
     * A part of a service.
     *
     * @param path where it was: {@code data/…} below the node's data, else absolute
     */
    record Saved(String service, String part, String path) {

        /** Where in the archive it is. */
        String folder() {
            return Names.PARTS + '/' + service + '/' + part;
        }

        /** Whether it was in the node's own data, so that it can go where it was. */
        boolean isOfNode() {
            return path.startsWith(Names.DATA + '/');
        }

        static Saved of(String service, String part, Path path, Path data) {
            Path at = path.normalize();
            return new Saved(
                    service,
                    part,
                    at.startsWith(data) && !at.equals(data) ? Names.DATA + '/' + data.relativize(at) : at.toString());
        }
    }

    About {
        parts = List.copyOf(parts);
    }

    byte[] toJson() {
        var map = new LinkedHashMap<String, Object>();
        map.put("format", FORMAT);
        map.put("node", node);
        map.put("name", name);
        map.put("version", version);
        map.put("created", created.toString());
        map.put("service", service);
        map.put(
                "parts",
                parts.stream()
                        .map(part -> Map.of("service", part.service(), "part", part.part(), "path", part.path()))
                        .toList());
        return JSON.write(map);
    }

    /** Reads what {@link #toJson} wrote, or a stranger. */
    static About read(byte[] json) throws IOException {
        try {
            Map<String, Object> map = JSON.readObject(json);
            if (map.get("format") instanceof Long later && later > FORMAT) {
                throw newer(text(map, "version"));
            }
            if (!Long.valueOf(FORMAT).equals(map.get("format"))) {
                throw unknown(null);
            }
            List<Saved> parts = new ArrayList<>();
            for (Object each : (List<?>) map.get("parts")) {
                var part = (Map<?, ?>) each;
                parts.add(saved(text(part, "service"), text(part, "part"), text(part, "path")));
            }
            String service = text(map, "service");
            if (parts.size() > MAX_PARTS
                    || !(service.isEmpty() || WORD.matcher(service).matches())) {
                throw unknown(null);
            }
            return new About(
                    text(map, "node"),
                    text(map, "name"),
                    text(map, "version"),
                    Instant.parse(text(map, "created")),
                    service,
                    parts);
        } catch (ClassCastException | NullPointerException | DateTimeException e) {
            throw unknown(e);
        }
    }

    /** Refuses what a later version of the program made, which this one may not understand. */
    void requireNotNewerThan(String here) throws IOException {
        if (Arrays.compare(numbers(version), numbers(here)) > 0) {
            throw newer(version);
        }
    }

    /** Of a version the numbers that it begins with, as many as count. */
    private static int[] numbers(String version) {
        int[] numbers = new int[3];
        String[] words = version.split("[^0-9]", -1);
        for (int i = 0; i < Math.min(words.length, numbers.length) && words[i].matches("[0-9]{1,9}"); i++) {
            numbers[i] = Integer.parseInt(words[i]);
        }
        return numbers;
    }

    private static IOException newer(String version) {
        return Explained.failure(Texts.of(
                        "La còpia és d'una versió de Cloudy més nova (%s); primer actualitzeu aquest node.",
                        "La copia es de una versión de Cloudy más nueva (%s); primero actualice este nodo.",
                        "The backup is of a newer version of Cloudy (%s); upgrade this node first.")
                .with(Refusal.shown(version)));
    }

    private static Saved saved(String service, String part, String path) throws IOException {
        boolean named = WORD.matcher(service).matches() && WORD.matcher(part).matches();
        var saved = new Saved(service, part, path);
        if (!named || !(saved.isOfNode() || path.startsWith("/"))) {
            throw unknown(null);
        }
        if (saved.isOfNode()) {
            // It becomes the name of a folder here.
            boolean whole = Names.words(new TarEntry(path, TarEntry.Kind.FOLDER, 0, 0, 0, ""))
                            .size()
                    > 1;
            if (!whole || path.endsWith("/")) {
                throw unknown(null);
            }
        }
        return saved;
    }

    private static String text(Map<?, ?> map, String key) {
        return (String) java.util.Objects.requireNonNull(map.get(key));
    }

    private static IOException unknown(Exception cause) {
        IOException said = Refusal.broken(
                "el que diu de si mateixa no s'entén",
                "lo que dice de sí misma no se entiende",
                "what it says about itself is not understood");
        if (cause != null) {
            said.addSuppressed(cause);
        }
        return said;
    }
}
