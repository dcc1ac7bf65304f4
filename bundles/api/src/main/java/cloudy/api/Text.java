// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import java.nio.charset.StandardCharsets;

/** What a line of text may hold, and what becomes of a stranger's text that holds more. */
public final class Text {

    private static final char DELETE = 0x7F;

    private Text() {}

    /** Control characters, line and paragraph separators, and halves of surrogate pairs: what no line of text holds. */
    public static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    /** A text that can be kept and shown: at most {@code max} chars, each control character become {@code �}. */
    public static String clean(String text, int max) {
        // Most texts need no change, and 100,000 announcements are kept: what is fine is not copied.
        if (text.length() <= max && (isPlain(text, ' ') || text.codePoints().noneMatch(Text::isControl))) {
            return text;
        }
        var kept = new StringBuilder();
        text.codePoints()
                .map(c -> isControl(c) ? 0xFFFD : c)
                .takeWhile(c -> kept.length() + Character.charCount(c) <= max)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** The length of a text in UTF-8, in bytes. */
    public static int utf8Length(String text) {
        return isPlain(text, '\0') ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether all of a text is ASCII from some character on, short of the last one; a quick look for what is usual. */
    private static boolean isPlain(String text, char least) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < least || c >= DELETE) {
                return false;
            }
        }
        return true;
    }

    /** Refuses what is blank, too long or not one line. */
    static String requireLine(String field, String text, int maxCharacters) {
        if (text.isBlank()) {
            throw new InvalidFieldException(field, Why.mustNotBeEmpty());
        }
        if (text.codePointCount(0, text.length()) > maxCharacters) {
            throw new InvalidFieldException(field, Why.mustHaveAtMostCharacters(maxCharacters), text);
        }
        return requireNoControl(field, text);
    }

    static String requireNoControl(String field, String text) {
        if (text.codePoints().anyMatch(Text::isControl)) {
            throw new InvalidFieldException(field, Why.mustBeOneLine(), text);
        }
        return text;
    }
}
