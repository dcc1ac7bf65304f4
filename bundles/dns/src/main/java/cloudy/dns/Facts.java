// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** An object of JSON: what is missing, or of another type, reads as nothing. */
record Facts(Map<?, ?> map) {

    static Facts of(Object value) {
        return new Facts(value instanceof Map<?, ?> map ? map : Map.of());
    }

    Facts object(String key) {
        return of(map.get(key));
    }

    /** The objects in a list. */
    List<Facts> objects(String key) {
        return map.get(key) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Facts::of).toList()
                : List.of();
    }

    /** The texts in a list. */
    List<String> texts(String key) {
        return map.get(key) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    List<String> names() {
        return map.keySet().stream().map(Object::toString).toList();
    }

    void each(BiConsumer<String, Facts> reader) {
        map.forEach((key, value) -> reader.accept(key.toString(), of(value)));
    }

    String text(String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    long number(String key) {
        return map.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
