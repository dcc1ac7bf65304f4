// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.form.Texts;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The text of a {@code .cfg} file, in the form that Felix and Karaf read, with its comments and its order.
 *
 * <p>Felix has a parser of its own, which Karaf exports. It is not used here because it fills in {@code ${…}}, writes
 * {@code Càmera} as an escape, takes the last of two equal keys, and passes in silence over a last line that ends in
 * a continuation: what a half-written file looks like.
 */
final class CfgFile {

    /** A line, with those that continue it, exactly as it stands in the file. */
    private record Part(String raw, Optional<Line> line) {}

    private record Line(String key, String value) {}

    private final List<Part> parts;

    private CfgFile(List<Part> parts) {
        this.parts = parts;
    }

    static CfgFile empty() {
        return new CfgFile(List.of());
    }

    /** Reads a file, or says in one sentence why it is none. */
    static CfgFile parse(byte[] content) throws RefusedException {
        String text = decode(content);
        var parts = new ArrayList<Part>();
        var keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        var scanner = new LineScanner(text);
        while (scanner.next()) {
            Optional<Line> line = Optional.empty();
            if (!scanner.isComment()) {
                line = Optional.of(new Line(scanner.key(), scanner.value()));
                // ConfigurationAdmin does not tell "Port" from "port".
                if (!keys.add(line.get().key())) {
                    throw new RefusedException(Texts.of(
                                    "línia %s: posa %s per segona vegada",
                                    "línea %s: pone %s por segunda vez", "line %s: sets %s a second time")
                            .with(
                                    scanner.number(),
                                    RefusedException.quote(line.get().key())));
                }
            }
            parts.add(new Part(scanner.raw(), line));
        }
        return new CfgFile(parts);
    }

    /** Reads what was a good file once, as far as it still is one. */
    static Optional<CfgFile> find(byte[] content) {
        try {
            return Optional.of(parse(content));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** The settings, in the order of the file. */
    Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        parts.forEach(part -> part.line().ifPresent(line -> values.put(line.key(), line.value())));
        return values;
    }

    /** This file with these settings and no others; what does not change keeps its place, its form and its comments. */
    CfgFile with(Map<String, String> values) {
        var missing = new LinkedHashMap<>(values);
        var changed = new ArrayList<Part>();
        for (Part part : parts) {
            String key = part.line().map(Line::key).orElse(null);
            String value = key == null ? null : missing.remove(key);
            if (key == null || part.line().get().value().equals(value)) {
                changed.add(part);
            } else if (value != null) {
                changed.add(written(key, value));
            }
        }
        if (!missing.isEmpty()) {
            endLastLine(changed);
        }
        missing.forEach((key, value) -> changed.add(written(key, value)));
        if (changed.isEmpty()) {
            // A file without a single byte is what a power cut leaves; this one is meant.
            changed.add(new Part("# nothing set\n", Optional.empty()));
        }
        return new CfgFile(changed);
    }

    byte[] bytes() {
        var text = new StringBuilder();
        parts.forEach(part -> text.append(part.raw()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void endLastLine(List<Part> parts) {
        int last = parts.size() - 1;
        if (last >= 0 && !parts.get(last).raw().endsWith("\n")) {
            parts.set(
                    last, new Part(parts.get(last).raw() + '\n', parts.get(last).line()));
        }
    }

    private static Part written(String key, String value) {
        var text = new StringBuilder(key).append(" = ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = i == 0 || i == value.length() - 1;
            if (c == '\\') {
                text.append("\\\\");
            } else if (Character.isWhitespace(c) && (edge || c != ' ')) {
                // White space around a value is not part of it unless it is written so.
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return new Part(text.append('\n').toString(), Optional.of(new Line(key, value)));
    }

    private static String decode(byte[] content) throws RefusedException {
        var bytes = ByteBuffer.wrap(content);
        var text = CharBuffer.allocate(content.length);
        // Decoded by hand, as only this says where it ended.
        if (StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError()) {
            String before = text.flip().toString();
            long line = 1 + before.chars().filter(c -> c == '\n').count();
            // The key alone: the value may be a secret.
            String key = before.substring(before.lastIndexOf('\n') + 1).strip().split("[=:\\s]", 2)[0];
            throw new RefusedException(Texts.of(
                            "línia %s: %s ha d'estar en UTF-8",
                            "línea %s: %s debe estar en UTF-8", "line %s: %s must be written in UTF-8")
                    .with(line, RefusedException.quote(key)));
        }
        return text.flip().toString();
    }
}
