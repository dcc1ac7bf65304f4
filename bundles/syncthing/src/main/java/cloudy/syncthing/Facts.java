// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An object of Syncthing's JSON: what is missing, or of another type, reads as nothing. */
record Facts(Map<?, ?> map) {

    private static final int MAX_TEXT = 255;

    static Facts of(Object value) {
        return new Facts(value instanceof Map<?, ?> map ? map : Map.of());
    }

    /** The objects in a list. */
    static List<Facts> list(Object value) {
        return value instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Facts::of).toList()
                : List.of();
    }

    Object get(String key) {
        return map.get(key);
    }

    Facts in(String key) {
        return of(map.get(key));
    }

    List<Facts> all(String key) {
        return list(map.get(key));
    }

    /** The objects in it by key, those of strangers among them. */
    Map<String, Facts> entries() {
        return map.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toString(),
                        entry -> of(entry.getValue()),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    /** A text as it is. */
    String raw(String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    /** A text to be shown: neighbours choose some of them. */
    String text(String key) {
        return shown(raw(key));
    }

    static String shown(String text) {
        return Text.clean(text, MAX_TEXT);
    }

    long number(String key) {
        return map.get(key) instanceof Number number ? number.longValue() : 0;
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(map.get(key));
    }

    /** A copy that can be changed. */
    Map<String, Object> copy() {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> copy.put(key.toString(), value));
        return copy;
    }
}
