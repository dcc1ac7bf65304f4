// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads records from a text that should be a JSON array of flat objects and need not be: either kind of quotes, quotes
 * within quotes, bare words and numbers, missing keys, keys in capital letters, junk between, before and after.
 *
 * <p>Each record is read by itself: where one cannot be, reading goes on at the next opening brace. The work is bounded
 * by a number of steps that grows with the text only.
 */
final class RecordReader {

    /** More than any node can announce: 64 are kept of one device. */
    static final int MAX_RECORDS = 64;

    private static final int MAX_VALUE = 1_024;
    private static final int MAX_PAIRS = 32;

    /** What was understood, and how many records were not. */
    record Result(List<ServiceRecord> records, int bad) {}

    private final String text;
    private int position;
    private long steps;

    private RecordReader(String text) {
        this.text = text;
        steps = 16L * text.length() + 1_000;
    }

    static Result read(String text) {
        return new RecordReader(text).all();
    }

    private Result all() {
        var records = new ArrayList<ServiceRecord>();
        int bad = 0;
        int next = nextBrace(0);
        if (next < 0) {
            return new Result(List.of(), hasContent() ? 1 : 0);
        }
        while (next >= 0) {
            position = next + 1;
            Optional<ServiceRecord> record = object().flatMap(RecordReader::record);
            if (record.isEmpty() || records.size() == MAX_RECORDS) {
                bad++;
            } else {
                records.add(record.get());
            }
            if (bad > MAX_RECORDS || steps <= 0) {
                break;
            }
            next = nextBrace(record.isPresent() ? position : next + 1);
        }
        return new Result(records, bad);
    }

    private int nextBrace(int from) {
        return text.indexOf('{', from);
    }

    /** Whether there is more than an empty array. */
    private boolean hasContent() {
        return text.chars().anyMatch(c -> c > ' ' && c != '[' && c != ']');
    }

    private static Optional<ServiceRecord> record(Map<String, String> values) {
        String type = values.getOrDefault("s", "").trim();
        if (type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ServiceRecord(
                type,
                values.getOrDefault("d", ""),
                values.getOrDefault("m", ""),
                values.getOrDefault("i", ""),
                values.getOrDefault("p", ""),
                values.getOrDefault("e", ""),
                values.getOrDefault("t", ""),
                values.getOrDefault("u", "").equalsIgnoreCase("udp") ? Protocol.UDP : Protocol.TCP));
    }

    /** The pairs up to the closing brace; empty when they cannot be made out. */
    private Optional<Map<String, String>> object() {
        var values = new HashMap<String, String>();
        for (int pairs = 0; pairs < MAX_PAIRS; pairs++) {
            skipBlanks();
            if (at('}')) {
                position++;
                return Optional.of(values);
            }
            Optional<String> key = scalar();
            skipBlanks();
            if (key.isEmpty() || !at(':')) {
                return Optional.empty();
            }
            position++;
            skipBlanks();
            Optional<String> value = at('{') || at('[') ? nested() : scalar();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.putIfAbsent(key.get().toLowerCase(Locale.ROOT), value.get());
            skipBlanks();
            if (at(',')) {
                position++;
            } else if (!at('}')) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<String> scalar() {
        if (at('"')) {
            return quoted('"');
        }
        return at('\'') ? quoted('\'') : bare();
    }

    private Optional<String> bare() {
        int from = position;
        while (position < text.length() && ",:{}[]\"'".indexOf(text.charAt(position)) < 0 && step()) {
            position++;
        }
        String word = text.substring(from, position).trim();
        return word.isEmpty() || word.length() > MAX_VALUE ? Optional.empty() : Optional.of(word);
    }

    private Optional<String> quoted(char quote) {
        var value = new StringBuilder();
        position++;
        while (position < text.length() && value.length() <= MAX_VALUE && step()) {
            char c = text.charAt(position++);
            if (c == '\\') {
                escaped(value);
            } else if (c == quote && endsHere()) {
                return Optional.of(value.toString());
            } else {
                value.append(c);
            }
        }
        return Optional.empty();
    }

    /** A quote ends a value only where something can follow one: {@code 'L'Hospitalet'} is one value. */
    private boolean endsHere() {
        int i = position;
        while (i < text.length() && text.charAt(i) <= ' ' && step()) {
            i++;
        }
        return i == text.length() || ",:}]".indexOf(text.charAt(i)) >= 0;
    }

    private void escaped(StringBuilder value) {
        if (position == text.length()) {
            return;
        }
        char c = text.charAt(position++);
        switch (c) {
            case 'n', 'r', 't', 'b', 'f' -> value.append(' ');
            case 'u' -> {
                int end = position + 4;
                if (end <= text.length() && text.substring(position, end).matches("[0-9A-Fa-f]{4}")) {
                    value.append((char) Integer.parseInt(text.substring(position, end), 16));
                    position = end;
                }
            }
            default -> value.append(c);
        }
    }

    /** Passes over a value that has an inside; nothing that we read has one. */
    private Optional<String> nested() {
        int depth = 0;
        while (position < text.length() && step()) {
            char c = text.charAt(position);
            if (c == '"') {
                if (quoted(c).isEmpty()) {
                    return Optional.empty();
                }
                continue;
            }
            position++;
            if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return Optional.of("");
            }
        }
        return Optional.empty();
    }

    private void skipBlanks() {
        while (position < text.length() && text.charAt(position) <= ' ' && step()) {
            position++;
        }
    }

    private boolean at(char c) {
        return position < text.length() && text.charAt(position) == c;
    }

    private boolean step() {
        return --steps > 0;
    }
}
