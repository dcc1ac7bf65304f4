// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Text;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What becomes of strangers' words before they are labels of names in the DNS. */
final class Labels {

    /** Bytes of a label (RFC 1035, 2.3.4). */
    private static final int MAX = 63;

    /** Names that programs look for by themselves, to be steered by what they find. */
    private static final Set<String> STEERING = Set.of("wpad", "localhost", "isatap");

    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** As long as RFC 6763, 7.2 lets a type be. */
    private static final Pattern TYPE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?");

    private Labels() {}

    /** The first label of a host's name; empty where it cannot be one, or must not. */
    static Optional<String> host(String name) {
        int dot = name.indexOf('.');
        return safe(dot < 0 ? name : name.substring(0, dot), HOST);
    }

    /** The label of a service type; empty where it cannot be one, or must not. */
    static Optional<String> type(String word) {
        return safe(word, TYPE);
    }

    private static Optional<String> safe(String word, Pattern form) {
        // What is not ASCII is refused: a capital that becomes an ASCII letter would pass for another name.
        if (word.length() > MAX || word.chars().anyMatch(c -> c > 0x7e)) {
            return Optional.empty();
        }
        String label = word.toLowerCase(Locale.ROOT);
        // A hyphen in third and fourth place says that the label means something else (RFC 5891, 4.2.3.1).
        boolean reserved = STEERING.contains(label) || label.startsWith("--", 2);
        return reserved || !form.matcher(label).matches() ? Optional.empty() : Optional.of(label);
    }

    /**
     * The label of an instance: {@code <description> @<where>}, as on the LAN, since half the network calls its services
     * the same. What is too long is cut off the description.
     */
    static String instance(String description, String type, String where) {
        String shown = plain(description);
        return ending(shown.isEmpty() ? type : shown, " @" + where);
    }

    /** Another label for an instance whose own is taken. No label of {@link #instance} ends like that. */
    static String other(String label, String mark) {
        return ending(label, " " + mark);
    }

    /** How labels are compared: ASCII letters alone have no case (RFC 4343). */
    static String folded(String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                var folded = new StringBuilder(label);
                for (int k = i; k < label.length(); k++) {
                    char letter = label.charAt(k);
                    if (letter >= 'A' && letter <= 'Z') {
                        folded.setCharAt(k, (char) (letter + 32));
                    }
                }
                return folded.toString();
            }
        }
        return label;
    }

    private static String ending(String text, String end) {
        return cut(text, MAX - Text.utf8Length(end)).stripTrailing() + end;
    }

    /** One line that reads the same everywhere: what is invisible, turns the direction of writing or is no character goes. */
    private static String plain(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0xFFFD)
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                })
                .forEach(kept::appendCodePoint);
        return Normalizer.normalize(kept, Normalizer.Form.NFC).strip();
    }

    /** As many whole characters from the beginning as take no more than these bytes of UTF-8. */
    private static String cut(String text, int bytes) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            used += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (used > bytes) {
                break;
            }
            end += Character.charCount(c);
        }
        return text.substring(0, end);
    }
}
