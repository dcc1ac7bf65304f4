// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords (RFC 6238) as every authenticator has them: SHA-1, 6 digits, 30 seconds. */
final class Totp {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_S = 30;
    private static final int SECRET_BYTES = 20;
    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /** A new secret in Base32. */
    static String secret() {
        return base32(Secret.bytes(SECRET_BYTES));
    }

    /** What an authenticator reads from a QR code. */
    static String uri(String user, String secret) {
        // The names of users hold nothing that a URI would have to escape.
        return "otpauth://totp/Cloudy:" + user + "?secret=" + secret + "&issuer=Cloudy&algorithm=SHA1&digits=6&period="
                + STEP_S;
    }

    /**
     * Which step a code belongs to: this one, or one to either side for clocks that differ.
     *
     * @param lastStep neither this one nor any before it is accepted, unless it is from the future: whoever signed in
     *     while the clock was ahead is not kept out until then
     */
    static OptionalLong match(String secret, String code, Instant now, long lastStep) {
        long present = Math.floorDiv(now.getEpochSecond(), STEP_S);
        long used = lastStep > present + 1 ? Long.MIN_VALUE : lastStep;
        var matched = OptionalLong.empty();
        for (long step = present - 1; step <= present + 1; step++) {
            if (Secret.equal(code(secret, step), code) && step > used) {
                matched = OptionalLong.of(step);
            }
        }
        return matched;
    }

    static String code(String secret, long step) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-1", e);
        }
    }

    static String base32(byte[] bytes) {
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = ((buffer << 8) | (b & 0xff)) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32.charAt((buffer >> (bits - 5)) & 31));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(BASE32.charAt((buffer << (5 - bits)) & 31)).toString();
    }

    private static byte[] bytes(String base32) {
        var bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < base32.length(); i++) {
            buffer = ((buffer << 5) | (BASE32.indexOf(base32.charAt(i)) & 31)) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (buffer >> bits));
            }
        }
        return bytes.array();
    }
}
