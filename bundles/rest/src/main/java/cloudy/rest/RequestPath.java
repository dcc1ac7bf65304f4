// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.Text;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The path of a request, in the only form that everyone behind the gate understands in the same way. */
final class RequestPath {

    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*+,:@&=";

    private RequestPath() {}

    /** Its segments, decoded; the last one is empty when it ends with a slash. */
    static List<String> segments(HttpServletRequest request) {
        String raw = request.getRequestURI();
        String mapped = text(request.getServletPath()) + text(request.getPathInfo());
        if (raw == null || !raw.startsWith("/")) {
            throw refused();
        }
        if (raw.equals("/")) {
            return List.of();
        }
        var segments = new ArrayList<String>();
        String[] parts = raw.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String segment = decode(parts[i], PLAIN);
            boolean last = i == parts.length - 1;
            if ((segment.isEmpty() && !last) || segment.matches("\\.+") || segment.matches(".*[/\\\\;%].*")) {
                throw refused();
            }
            segments.add(segment);
        }
        // What the web server makes of the same path must not be another one.
        if (!mapped.equals('/' + String.join("/", segments))) {
            throw refused();
        }
        return List.copyOf(segments);
    }

    /** Decodes percent signs into UTF-8 without control characters. */
    static String decode(String raw, String plain) {
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' && i + 2 < raw.length()) {
                bytes.write(digit(raw.charAt(++i)) << 4 | digit(raw.charAt(++i)));
            } else if (plain.indexOf(c) >= 0) {
                bytes.write(c);
            } else {
                throw refused();
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            if (text.codePoints().anyMatch(Text::isControl)) {
                throw refused();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw refused();
        }
    }

    private static int digit(char c) {
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw refused();
        }
        return digit;
    }

    private static String text(String nullable) {
        return nullable == null ? "" : nullable;
    }

    private static Problem refused() {
        return Problem.of(
                400,
                Texts.of(
                        "L'adreça de la petició no és en la seva forma simple.",
                        "La dirección de la petición no está en su forma simple.",
                        "The address of the request is not in its plain form."));
    }
}
