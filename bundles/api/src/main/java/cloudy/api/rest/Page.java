// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list: {@code limit} entries from where {@code cursor} says. A list is answered as {@code {"items": […],
 * "next": "…"}}; {@code next} is the cursor of the page after, and missing on the last.
 *
 * @param items in an order that does not change while the entries do not
 * @param next the cursor of the page after
 */
public record Page<T>(List<T> items, Optional<String> next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out of a sorted list. The cursor holds the key of the last entry shown; if that one has gone
     * meanwhile, the page begins where it would have been.
     *
     * @param key sorts as the list is sorted, in {@link String#compareTo}
     * @throws cloudy.api.InvalidFieldException when the cursor is none
     */
    public static <T> Page<T> of(List<T> sorted, Function<? super T, String> key, long limit, Optional<String> cursor) {
        int from = 0;
        if (cursor.isPresent()) {
            String last = decode(cursor.get());
            while (from < sorted.size() && key.apply(sorted.get(from)).compareTo(last) <= 0) {
                from++;
            }
        }
        int to = (int) Math.min(sorted.size(), from + limit);
        List<T> items = sorted.subList(from, to);
        return new Page<>(
                items,
                to < sorted.size() && !items.isEmpty()
                        ? Optional.of(encode(key.apply(items.get(items.size() - 1))))
                        : Optional.empty());
    }

    /** The page with its entries as an answer shows them. */
    public <R> Page<R> map(Function<? super T, R> shown) {
        return new Page<>(items.stream().<R>map(shown).toList(), next);
    }

    /** As the answer to a list has it, to which more can be added. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("items", items);
        next.ifPresent(cursor -> map.put("next", cursor));
        return map;
    }

    /** Makes a cursor of a key. */
    public static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The key in a cursor. */
    public static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("cursor", Why.mustBeCursor());
        }
    }
}
