// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.util.List;
import java.util.Map;

/** A map of a file: what is missing, or of another type, reads as nothing. */
record Facts(Map<?, ?> map) {

    static Facts of(Object value) {
        return new Facts(value instanceof Map<?, ?> map ? map : Map.of());
    }

    Object get(String key) {
        return map.get(key);
    }

    Facts in(String key) {
        return of(map.get(key));
    }

    List<Facts> all(String key) {
        return map.get(key) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Facts::of).toList()
                : List.of();
    }

    String text(String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
