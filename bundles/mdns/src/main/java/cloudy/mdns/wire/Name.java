// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A domain name. Labels are kept apart: the instance {@code Pads 1.2} is one label, dot and all. Compared as DNS does,
 * without regard to the case of ASCII letters, and kept as spelled.
 */
public final class Name {

    /** The most that a label takes on the wire, in bytes of UTF-8. */
    public static final int MAX_LABEL = 63;

    /** The most that a name takes on the wire, its length bytes included. */
    static final int MAX_NAME = 255;

    private final List<String> labels;
    private final List<String> folded;

    private Name(List<String> labels) {
        this.labels = labels;
        var lower = labels.stream().map(Name::fold).toList();
        // Most names are in lower case already, and thousands are kept.
        folded = lower.equals(labels) ? labels : lower;
    }

    /** A name by its labels, the outermost last. */
    public static Name of(String... labels) {
        return of(List.of(labels));
    }

    /**
     * A name by its labels, the outermost last.
     *
     * @throws IllegalArgumentException when it cannot be sent
     */
    public static Name of(List<String> labels) {
        int size = 1;
        for (String label : labels) {
            int length = label.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > MAX_LABEL) {
                throw new IllegalArgumentException("a label has 1 to 63 bytes: " + label);
            }
            size += 1 + length;
        }
        if (size > MAX_NAME) {
            throw new IllegalArgumentException("a name has at most 255 bytes: " + labels);
        }
        return new Name(List.copyOf(labels));
    }

    /** The labels, the outermost last. */
    public List<String> labels() {
        return labels;
    }

    /** The innermost label; empty for the root. */
    public String first() {
        return labels.isEmpty() ? "" : labels.get(0);
    }

    /** The name without its innermost label. */
    public Name parent() {
        return labels.isEmpty() ? this : new Name(labels.subList(1, labels.size()));
    }

    /** This name with a label put before it. */
    public Name child(String label) {
        var longer = new ArrayList<String>();
        longer.add(label);
        longer.addAll(labels);
        return of(longer);
    }

    /** Whether this is that name or lies below it. */
    public boolean isWithin(Name other) {
        int extra = folded.size() - other.folded.size();
        return extra >= 0 && folded.subList(extra, folded.size()).equals(other.folded);
    }

    private static String fold(String label) {
        // Only A to Z: with String.toLowerCase two names that DNS keeps apart would become one.
        char[] chars = label.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] = (char) (chars[i] + 'a' - 'A');
            }
        }
        return new String(chars);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && folded.equals(name.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    /** Labels joined by dots, for people; labels that hold dots make it ambiguous. */
    @Override
    public String toString() {
        return String.join(".", labels);
    }
}
