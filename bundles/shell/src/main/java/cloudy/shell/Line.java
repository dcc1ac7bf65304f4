// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.Text;
import org.jline.utils.WCWidth;

/**
 * A text as a terminal may get it, whoever wrote it: nothing in it moves the cursor, changes a colour, turns the line
 * around or hides what follows.
 */
record Line(String text) {

    private static final int REPLACEMENT = 0xFFFD;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** Marks that may stand on one letter; more of them would be drawn over the lines above and below. */
    private static final int MARKS = 4;

    Line {
        text = harmless(text);
    }

    private static String harmless(String text) {
        var harmless = new StringBuilder(text.length());
        int marks = 0;
        for (int codePoint : text.codePoints().toArray()) {
            marks = isMark(codePoint) ? marks + 1 : 0;
            if (marks <= MARKS) {
                harmless.appendCodePoint(isInstruction(codePoint) ? REPLACEMENT : codePoint);
            }
        }
        return harmless.toString();
    }

    /** Control characters, and what Unicode calls format: bidi overrides, tags, invisible marks. */
    private static boolean isInstruction(int codePoint) {
        // Two invisible characters that Persian, Indic scripts and emoji cannot do without.
        boolean joins = codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER;
        return Text.isControl(codePoint) || (Character.getType(codePoint) == Character.FORMAT && !joins);
    }

    private static boolean isMark(int codePoint) {
        return columns(codePoint) == 0 && !isInstruction(codePoint);
    }

    /** How many columns of the terminal it takes; a Chinese character takes two. */
    int width() {
        return text.codePoints().map(Line::columns).sum();
    }

    private static int columns(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /** This line in at most so many columns, the last one being … where something was cut off. */
    Line cut(int columns) {
        if (width() <= columns) {
            return this;
        }
        var kept = new StringBuilder();
        int width = 0;
        for (int codePoint : text.codePoints().toArray()) {
            width += columns(codePoint);
            if (width >= columns) {
                break;
            }
            kept.appendCodePoint(codePoint);
        }
        return new Line(kept.append('…').toString());
    }

    /** This line with blanks up to so many columns. */
    String padded(int columns) {
        return text + " ".repeat(Math.max(0, columns - width()));
    }
}
