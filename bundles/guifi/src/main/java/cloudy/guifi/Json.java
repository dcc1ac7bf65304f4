// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.Text;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of guifi.net's JSON: what is missing, or of another type, reads as nothing. */
record Json(Object value) {

    private static final int DEPTH = 64;
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int MAX_SHOWN = 200;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    static Json read(byte[] document) throws IOException {
        try (JsonParser parser = FACTORY.createParser(document)) {
            parser.nextToken();
            return new Json(value(parser));
        }
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

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("the document is empty");
        }
        return switch (token) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, Object>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                var list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
            default -> null;
        };
    }
}
