// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads YAML as values of JSON: bounded, for a broken bundle or a hostile caller must cost no more than itself. */
public final class Yaml {

    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_NESTING = 32;

    private Yaml() {}

    /** The document as maps, lists and plain values. */
    static Map<String, Object> read(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new RefusedPartException("is larger than 256 kB");
            }
            return read(bytes);
        }
    }

    /**
     * The document as maps, lists and plain values.
     *
     * @throws RefusedPartException says in English what is wrong with it
     */
    public static Map<String, Object> read(byte[] bytes) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .build();
        Object document;
        try {
            document = new Load(settings).loadFromInputStream(new ByteArrayInputStream(bytes));
        } catch (RuntimeException | StackOverflowError e) {
            throw new RefusedPartException("is no YAML that is taken: " + firstLine(e));
        }
        if (document == null) {
            throw new RefusedPartException("is empty");
        }
        return object(plain(document, 0), "the file");
    }

    /** A map with text keys. */
    static Map<String, Object> object(Object value, String where) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new RefusedPartException(where + " must be a map");
        }
        var object = new LinkedHashMap<String, Object>();
        map.forEach((key, each) -> {
            // A status is written 200 as often as '200'.
            if (!(key instanceof String) && !(key instanceof Integer)) {
                throw new RefusedPartException(where + " has a key that is no text");
            }
            object.put(key.toString(), each);
        });
        return object;
    }

    /** With text keys all through, as JSON has them. */
    private static Object plain(Object value, int depth) {
        if (depth > MAX_NESTING) {
            throw new RefusedPartException("is nested deeper than " + MAX_NESTING);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = object(map, "the file");
            object.replaceAll((key, each) -> plain(each, depth + 1));
            return object;
        }
        if (value instanceof List<?> list) {
            var plain = new ArrayList<Object>(list.size());
            list.forEach(each -> plain.add(plain(each, depth + 1)));
            return plain;
        }
        return value;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
