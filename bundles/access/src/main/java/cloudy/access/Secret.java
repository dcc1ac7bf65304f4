// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes secrets and compares them. */
final class Secret {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** No letter or digit that could be read as another one. */
    private static final String LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP = 4;

    private Secret() {}

    static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static String hex(int count) {
        return HexFormat.of().formatHex(bytes(count));
    }

    /** A code for people to type: 79 bits as {@code xxxx-xxxx-xxxx-xxxx}. */
    static String code() {
        var code = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(LEGIBLE.charAt(RANDOM.nextInt(LEGIBLE.length())));
        }
        return code.toString();
    }

    /** A code as somebody typed it, whatever was made of its hyphens and letters on the way. */
    static String typed(String code) {
        var letters = new StringBuilder();
        for (int i = 0; i < code.length() && letters.length() <= GROUPS * GROUP; i++) {
            char c = Character.toLowerCase(code.charAt(i));
            if (LEGIBLE.indexOf(c) >= 0) {
                letters.append(c);
            }
        }
        return letters.toString();
    }

    /** What is kept of a secret that is random enough never to be guessed from it. */
    static String sha256(String secret) {
        return HexFormat.of().formatHex(sha256(secret.getBytes(UTF_8)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
        }
    }

    /** Whether two texts are equal, in a time that does not tell where they differ. */
    static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}
