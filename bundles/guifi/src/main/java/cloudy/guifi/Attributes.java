// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import java.nio.charset.StandardCharsets;

/** The attributes of one tag: where in it they are; a text is made only of what somebody asks for. */
final class Attributes {

    private static final int MAX_DIGITS = 18;
    private static final int MAX_REFERENCE = 10;
    private static final char STRANGE = '\uFFFD';

    private final byte[] tag;
    private final int[] spans;
    private int count;

    Attributes(byte[] tag, int most) {
        this.tag = tag;
        spans = new int[4 * most];
    }

    /** Reads those between two places of the tag. */
    void read(int from, int to) throws Trouble {
        count = 0;
        int at = passBlanks(from, to);
        while (at < to) {
            int name = at;
            while (at < to && tag[at] != '=' && !isBlank(tag[at])) {
                at++;
            }
            int nameEnd = at;
            at = passBlanks(at, to);
            if (at == to || tag[at] != '=' || nameEnd == name) {
                throw wrong();
            }
            at = passBlanks(at + 1, to);
            if (at == to || (tag[at] != '"' && tag[at] != '\'')) {
                throw wrong();
            }
            byte quote = tag[at++];
            int value = at;
            while (at < to && tag[at] != quote) {
                at++;
            }
            if (at == to) {
                throw wrong();
            }
            keep(name, nameEnd, value, at);
            int behind = at + 1;
            at = passBlanks(behind, to);
            if (at == behind && at < to) {
                throw wrong();
            }
        }
    }

    private void keep(int name, int nameEnd, int value, int valueEnd) throws Trouble {
        if (4 * count == spans.length) {
            throw Trouble.wrong(Texts.of(
                    "un element té massa atributs",
                    "un elemento tiene demasiados atributos",
                    "a tag has too many attributes"));
        }
        spans[4 * count] = name;
        spans[4 * count + 1] = nameEnd;
        spans[4 * count + 2] = value;
        spans[4 * count + 3] = valueEnd;
        count++;
    }

    String text(String name) {
        int found = find(name);
        if (found < 0) {
            return "";
        }
        int from = spans[found + 2];
        int to = spans[found + 3];
        String raw = new String(tag, from, to - from, StandardCharsets.UTF_8);
        return raw.indexOf('&') < 0 ? raw : resolved(raw);
    }

    long number(String name) {
        int found = find(name);
        if (found < 0) {
            return 0;
        }
        int from = spans[found + 2];
        int to = spans[found + 3];
        if (to - from > MAX_DIGITS) {
            return 0;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (tag[i] < '0' || tag[i] > '9') {
                return 0;
            }
            number = 10 * number + (tag[i] - '0');
        }
        return number;
    }

    /** The first of this name. */
    private int find(String name) {
        int length = name.length();
        for (int i = 0; i < 4 * count; i += 4) {
            int from = spans[i];
            if (spans[i + 1] - from == length) {
                int same = 0;
                while (same < length && tag[from + same] == name.charAt(same)) {
                    same++;
                }
                if (same == length) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static String resolved(String raw) {
        var text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int end = c == '&' ? raw.indexOf(';', i) : -1;
            if (end > i && end - i <= MAX_REFERENCE) {
                text.appendCodePoint(meant(raw.substring(i + 1, end)));
                i = end;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** What a reference means; what it must not mean in XML, and what nobody has declared, is a strange character. */
    private static int meant(String reference) {
        return switch (reference) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> reference.startsWith("#") ? numbered(reference.substring(1)) : STRANGE;
        };
    }

    private static int numbered(String digits) {
        try {
            int code = digits.startsWith("x") ? Integer.parseInt(digits.substring(1), 16) : Integer.parseInt(digits);
            return Character.isValidCodePoint(code) && !Character.isISOControl(code) && !isHalf(code) ? code : STRANGE;
        } catch (NumberFormatException e) {
            return STRANGE;
        }
    }

    private static boolean isHalf(int code) {
        return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    }

    private int passBlanks(int from, int to) {
        int at = from;
        while (at < to && isBlank(tag[at])) {
            at++;
        }
        return at;
    }

    static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static Trouble wrong() {
        return Trouble.wrong(Texts.of(
                "un atribut no té la forma nom=\"valor\"",
                "un atributo no tiene la forma nombre=\"valor\"",
                "an attribute is not of the form name=\"value\""));
    }
}
