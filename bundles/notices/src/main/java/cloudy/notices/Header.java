// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.util.Base64;
import java.util.regex.Pattern;

/** What a mail's header may hold: nothing that begins a line of its own. */
final class Header {

    /** No quoted local parts, no comments: what people have. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,188}[A-Za-z0-9])?");

    /** Bytes in an encoded word: its line, name and all, has at most 76 characters (RFC 2047, 2). */
    private static final int WORD_BYTES = 39;

    private Header() {}

    /** An address as it is, if it is one. */
    static String address(String field, String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "ha de ser una adreça de correu com ara jo@example.org",
                            "debe ser una dirección de correo como yo@example.org",
                            "must be a mail address such as me@example.org"));
        }
        return text;
    }

    /** One line of a header. */
    static String line(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InvalidFieldException(name, Why.mustBeOneLine());
        }
        return name + ": " + value + "\r\n";
    }

    /** A line of a header with any words in it. */
    static String words(String name, String words) {
        if (words.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidFieldException(name, Why.mustBeOneLine());
        }
        var line = new StringBuilder(name).append(':');
        var word = new StringBuilder();
        for (int c : words.codePoints().toArray()) {
            String more = Character.toString(c);
            if ((word + more).getBytes(UTF_8).length > WORD_BYTES) {
                append(line, word);
                word.setLength(0);
            }
            word.append(more);
        }
        append(line, word);
        return line.append("\r\n").toString();
    }

    private static void append(StringBuilder line, StringBuilder word) {
        line.append(line.indexOf("=?") < 0 ? " " : "\r\n ")
                .append("=?UTF-8?B?")
                .append(Base64.getEncoder().encodeToString(word.toString().getBytes(UTF_8)))
                .append("?=");
    }
}
