// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that have to fit, and must not meet. */
final class Keys {

    private static final int MAX = 64;
    private static final int HASHED = 8;

    private Keys() {}

    /** A text as an offer's key: the end of a long one is its hash. */
    static String bounded(String text) {
        return text.length() <= MAX ? text : text.substring(0, MAX - 2 * HASHED - 1) + '-' + hash(text);
    }

    /** 16 hexadecimal digits. */
    static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASHED);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
