// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A version of a settings file as it is kept: a few lines about it, an empty line, and the file itself.
 *
 * @param secrets keys whose values are never shown, by what was known of them at the time
 * @param content empty where the file was deleted
 */
record Stored(Instant at, String by, Set<String> secrets, Optional<byte[]> content) {

    private static final byte[] GAP = "\n\n".getBytes(StandardCharsets.US_ASCII);

    Stored {
        secrets = Set.copyOf(secrets);
    }

    /** The settings in it; empty where the file was deleted. */
    Optional<Map<String, String>> values() {
        return content.flatMap(CfgFile::find).map(file -> Checker.withoutMarks(file.values()));
    }

    byte[] bytes() {
        var about = new LinkedHashMap<String, String>();
        about.put("at", at.toString());
        about.put("by", by);
        about.put("secrets", String.join(",", new TreeSet<>(secrets)));
        if (content.isEmpty()) {
            about.put("deleted", "true");
        }
        byte[] head = CfgFile.empty().with(about).bytes();
        byte[] body = content.orElse(new byte[0]);
        byte[] all = Arrays.copyOf(head, head.length + 1 + body.length);
        all[head.length] = '\n';
        System.arraycopy(body, 0, all, head.length + 1, body.length);
        return all;
    }

    static Stored parse(byte[] bytes) throws IOException {
        for (int i = 0; i + GAP.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + GAP.length, GAP, 0, GAP.length)) {
                return of(Arrays.copyOf(bytes, i + 1), Arrays.copyOfRange(bytes, i + GAP.length, bytes.length));
            }
        }
        throw new IOException("is not whole");
    }

    private static Stored of(byte[] head, byte[] body) throws IOException {
        try {
            Map<String, String> about = CfgFile.parse(head).values();
            return new Stored(
                    Instant.parse(about.getOrDefault("at", "")),
                    about.getOrDefault("by", ""),
                    Set.copyOf(Values.split(about.getOrDefault("secrets", ""))),
                    Optional.of(body).filter(content -> !about.containsKey("deleted")));
        } catch (RefusedException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
