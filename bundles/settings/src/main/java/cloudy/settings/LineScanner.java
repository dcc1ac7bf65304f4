// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.form.Texts;

/** Takes the text of a {@code .cfg} file apart, one logical line at a time. */
final class LineScanner {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Texts CUT_OFF = Texts.of(
            "continua després del final del fitxer",
            "sigue después del final del fichero",
            "goes on after the end of the file");

    private final String text;
    private final StringBuilder key = new StringBuilder();
    private final StringBuilder value = new StringBuilder();
    private int start;
    private int pos;
    private int number;
    private int newlines;
    private boolean comment;

    LineScanner(String text) {
        this.text = text;
    }

    /** Goes to the next line; false at the end of the file. */
    boolean next() throws RefusedException {
        number += newlines;
        newlines = 0;
        start = pos;
        if (pos == text.length()) {
            return false;
        }
        if (pos == 0) {
            number = 1;
            pos += text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        }
        skipBlanks();
        comment = pos == text.length() || isLineEnd(peek()) || peek() == '#' || peek() == '!';
        if (comment) {
            while (pos < text.length() && !isLineEnd(peek())) {
                pos++;
            }
        } else {
            readKey();
            readValue();
        }
        skipLineEnd();
        return true;
    }

    /** Whether the line says nothing. */
    boolean isComment() {
        return comment;
    }

    /** The line, and its line end if it has one, as it stands in the file. */
    String raw() {
        return text.substring(start, pos);
    }

    /** The number of the line for a person, from 1. */
    int number() {
        return number;
    }

    String key() {
        return key.toString();
    }

    String value() {
        return value.toString();
    }

    private void readKey() throws RefusedException {
        key.setLength(0);
        while (pos < text.length() && !isBlank(peek()) && !isSeparator(peek()) && !isLineEnd(peek())) {
            readCharacter(key);
        }
        boolean separated = pos < text.length() && isBlank(peek());
        skipBlanks();
        if (pos < text.length() && isSeparator(peek())) {
            pos++;
            skipBlanks();
        } else if (!separated || pos == text.length() || isLineEnd(peek())) {
            throw refused(
                    Texts.of("ha de ser \"clau = valor\"", "debe ser \"clave = valor\"", "must be \"key = value\""));
        }
        if (key.isEmpty()) {
            throw refused(Texts.of("no té clau", "no tiene clave", "has no key"));
        }
    }

    private void readValue() throws RefusedException {
        value.setLength(0);
        int end = 0;
        while (pos < text.length() && !isLineEnd(peek())) {
            boolean blank = isBlank(peek());
            readCharacter(value);
            end = blank ? end : value.length();
        }
        value.setLength(end);
    }

    /** Reads one character, an escape, or a continuation and the blanks that begin the next line. */
    private void readCharacter(StringBuilder into) throws RefusedException {
        char c = text.charAt(pos++);
        if (c != '\\') {
            into.append(c);
        } else if (pos == text.length()) {
            throw refused(CUT_OFF);
        } else if (isLineEnd(peek())) {
            skipLineEnd();
            if (pos == text.length()) {
                throw refused(CUT_OFF);
            }
            skipBlanks();
        } else {
            into.append(unescape(text.charAt(pos++)));
        }
    }

    private char unescape(char c) throws RefusedException {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'b' -> '\b';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() throws RefusedException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = pos < text.length() ? Character.digit(text.charAt(pos++), 16) : -1;
            if (digit < 0) {
                throw refused(Texts.of(
                        "té \"\\u\" sense quatre xifres hexadecimals",
                        "tiene \"\\u\" sin cuatro cifras hexadecimales",
                        "has \"\\u\" without four hexadecimal digits"));
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }

    private void skipBlanks() {
        while (pos < text.length() && isBlank(peek())) {
            pos++;
        }
    }

    private void skipLineEnd() {
        if (pos < text.length()) {
            newlines++;
            boolean two = text.startsWith("\r\n", pos);
            pos += two ? 2 : 1;
        }
    }

    private char peek() {
        return text.charAt(pos);
    }

    private RefusedException refused(Texts why) {
        return new RefusedException(
                Texts.of("línia %s: %s", "línea %s: %s", "line %s: %s").with(number, why));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isSeparator(char c) {
        return c == '=' || c == ':';
    }
}
