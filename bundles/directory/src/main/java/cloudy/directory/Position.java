// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import cloudy.api.rest.Page;
import java.nio.charset.StandardCharsets;

/**
 * Where a page has ended: what the last entry was sorted by. It holds when that entry has moved or gone meanwhile.
 *
 * @param first rank, or when it was heard first
 * @param second distance
 * @param name description, as {@link Packed#name} has it
 * @param key of the entry
 */
record Position(Order order, long first, long second, String name, long key) {

    private static final int PARTS = 5;

    static Position of(Order order, Entry entry) {
        return switch (order) {
            case DISTANCE ->
                new Position(order, entry.rank(), entry.distance(), text(entry.packed.name(false)), entry.key);
            case NAME -> new Position(order, 0, 0, text(entry.packed.name(true)), entry.key);
            case AGE -> new Position(order, entry.firstHeard(), 0, "", entry.key);
        };
    }

    /** Reads a cursor; one for another order is refused like a forged one. */
    static Position parse(Order order, String cursor) {
        String[] parts = Page.decode(cursor).split("\n", PARTS);
        try {
            if (parts.length == PARTS && parts[0].equals(order.name())) {
                return new Position(
                        order,
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        parts[4],
                        Long.parseUnsignedLong(parts[3], 16));
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new InvalidFieldException(
                "cursor",
                Texts.of(
                        "ha de ser un dels que ha donat aquest node, per al mateix ordre",
                        "debe ser uno de los que ha dado este nodo, para el mismo orden",
                        "must be one that this node gave out, for the same order"));
    }

    String cursor() {
        return Page.encode(String.join("\n", order.name(), "" + first, "" + second, Long.toHexString(key), name));
    }

    /** Finds out whether an entry comes later. */
    boolean isBefore(Entry entry, byte[] nameInBytes) {
        int compared =
                switch (order) {
                    case DISTANCE -> {
                        int rank = Long.compare(entry.rank(), first);
                        int distance = rank != 0 ? rank : Long.compare(entry.distance(), second);
                        yield distance != 0 ? distance : entry.packed.compareName(false, nameInBytes);
                    }
                    case NAME -> entry.packed.compareName(true, nameInBytes);
                    case AGE -> Long.compare(first, entry.firstHeard());
                };
        return compared > 0 || (compared == 0 && entry.key > key);
    }

    byte[] nameInBytes() {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
