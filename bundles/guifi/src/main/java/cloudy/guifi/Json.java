// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.Text;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A value of guifi.net's JSON: what is missing, or of another type, reads as nothing. */
record Json(Object value) {

    private static final int MAX_SHOWN = 200;
    private static final cloudy.api.json.Json READER = cloudy.api.json.Json.within(64, 64 * 1024);

    static Json read(byte[] document) throws IOException {
        return new Json(READER.read(document));
    }

    /** What an object has by a name. */
    Json in(String key) {
        return new Json(value instanceof Map<?, ?> map ? map.get(key) : null);
    }

    /** The values of a list; PHP writes one whose numbers have a gap as an object. */
    List<Json> all() {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().map(Json::new).toList();
        }
        return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
    }

    String text() {
        return value instanceof String || value instanceof Number ? Text.clean(value.toString(), MAX_SHOWN) : "";
    }

    /** A whole number, which PHP writes as a text here and there; 0 for none. */
    long number() {
        return text().matches("[0-9]{1,18}") ? Long.parseLong(text()) : 0;
    }

    /** A text as it is, where it is one. */
    String raw() {
        return value instanceof String said ? said : "";
    }
}
