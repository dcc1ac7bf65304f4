// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.Text;
import cloudy.api.access.Caller;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the audit log: a JSON object whose last member is the SHA-256 of the object without that member. Among what
 * is hashed is the hash of the line before.
 *
 * @param entries all but the hash
 * @param text the line as it is in the file, without its end
 */
record AuditLine(long seq, String prev, String hash, Entries entries, String text) {

    /** The hash that the very first line refers to. */
    static final String NOTHING = "0".repeat(64);

    /** More than any line takes: its texts are bounded, and a character takes six bytes at most. */
    static final int MAX_BYTES = 8 * 1024;

    private static final int MAX_NAME = 64;
    private static final int MAX_ADDRESS = 64;
    private static final int MAX_TARGET = 512;
    private static final int MAX_OUTCOME = 256;
    private static final Pattern FORM = Pattern.compile("(\\{.*),\"hash\":\"([0-9a-f]{64})\"\\}", Pattern.DOTALL);

    static AuditLine make(
            long seq,
            Instant time,
            Caller caller,
            String from,
            String action,
            String target,
            String outcome,
            String prev) {
        var map = new LinkedHashMap<String, Object>();
        map.put("seq", seq);
        map.put("time", time.toString());
        map.put("user", Text.clean(caller.name(), MAX_NAME));
        map.put("role", caller.role().name().toLowerCase(Locale.ROOT));
        map.put("proof", caller.proof().name().toLowerCase(Locale.ROOT));
        map.put("from", Text.clean(from, MAX_ADDRESS));
        map.put("action", Text.clean(action, MAX_NAME));
        map.put("target", Text.clean(target, MAX_TARGET));
        map.put("outcome", Text.clean(outcome, MAX_OUTCOME));
        map.put("prev", prev);
        String body = new String(Entries.write(map), UTF_8);
        String hash = Secret.sha256(body);
        String text = body.substring(0, body.length() - 1) + ",\"hash\":\"" + hash + "\"}";
        return new AuditLine(seq, prev, hash, new Entries(map), text);
    }

    /** Reads a line; empty when it is none, or its hash is not that of its content. */
    static Optional<AuditLine> read(byte[] line) {
        if (line.length > MAX_BYTES) {
            return Optional.empty();
        }
        String text = new String(line, UTF_8);
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String body = matcher.group(1) + '}';
        String hash = matcher.group(2);
        if (!hash.equals(Secret.sha256(body))) {
            return Optional.empty();
        }
        try {
            Entries entries = Entries.read(body.getBytes(UTF_8));
            return Optional.of(new AuditLine(entries.number("seq"), entries.text("prev"), hash, entries, text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
