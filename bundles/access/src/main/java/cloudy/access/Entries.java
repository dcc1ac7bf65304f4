// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Role;
import cloudy.api.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a JSON object of a file holds; what is missing or of another type makes the whole file unreadable. */
record Entries(Map<?, ?> map) {

    private static final int DEPTH = 8;
    private static final int LONGEST_TEXT = 8 * 1024;
    private static final Json JSON = Json.within(DEPTH, LONGEST_TEXT);

    /** What a file holds. */
    static Entries read(byte[] document) throws IOException {
        return new Entries(JSON.readObject(document));
    }

    /** What a file is to hold. */
    static byte[] write(Map<String, Object> object) {
        return JSON.write(object);
    }

    String text(String name) throws IOException {
        return find(name).orElseThrow(() -> new IOException(name + " is missing"));
    }

    Optional<String> find(String name) {
        return map.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    long number(String name) throws IOException {
        if (map.get(name) instanceof Long number) {
            return number;
        }
        throw new IOException(name + " is no number");
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(map.get(name));
    }

    Instant time(String name) throws IOException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new IOException(name + " is no time", e);
        }
    }

    Role role(String name) throws IOException {
        try {
            return Role.valueOf(text(name).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is no role", e);
        }
    }

    Optional<Entries> object(String name) {
        return map.get(name) instanceof Map<?, ?> object ? Optional.of(new Entries(object)) : Optional.empty();
    }

    List<Entries> objects(String name) throws IOException {
        var objects = new ArrayList<Entries>();
        for (Object element : list(name)) {
            if (!(element instanceof Map<?, ?> object)) {
                throw new IOException(name + " holds something else than objects");
            }
            objects.add(new Entries(object));
        }
        return objects;
    }

    List<String> texts(String name) throws IOException {
        return list(name).stream().map(Object::toString).toList();
    }

    private List<?> list(String name) throws IOException {
        if (map.get(name) instanceof List<?> list) {
            return list;
        }
        throw new IOException(name + " is no list");
    }
}
