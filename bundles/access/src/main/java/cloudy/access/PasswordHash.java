// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What is kept of a password: Argon2id with its parameters, written as all others write it.
 *
 * @param salt in Base64, as is the hash
 */
record PasswordHash(Cost cost, String salt, String hash) {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9])"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /**
     * What one hash costs.
     *
     * @param kib memory
     */
    record Cost(int kib, int passes, int lanes) {

        /** OWASP's choice. It fits into a heap of 64 MB, for a full collection every other time. */
        static final Cost USUAL = new Cost(19 * 1024, 2, 1);

        Cost {
            if (kib < 8 || kib > 32 * 1024 || passes < 1 || passes > 10 || lanes < 1 || lanes > 4) {
                throw new IllegalArgumentException("a hash of this cost would stop the node");
            }
        }
    }

    static PasswordHash make(char[] password, Cost cost) {
        byte[] salt = Secret.bytes(SALT_BYTES);
        return of(cost, salt, hash(password, salt, cost, HASH_BYTES));
    }

    /** One that no password has. */
    static PasswordHash ofNobody(Cost cost) {
        return of(cost, Secret.bytes(SALT_BYTES), Secret.bytes(HASH_BYTES));
    }

    private static PasswordHash of(Cost cost, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash(cost, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /** Reads what {@link #toString} wrote. */
    static PasswordHash parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a hash by Argon2id");
        }
        var cost = new Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        return new PasswordHash(cost, matcher.group(4), matcher.group(5));
    }

    boolean matches(char[] password) {
        byte[] kept = Base64.getDecoder().decode(hash);
        return MessageDigest.isEqual(kept, hash(password, Base64.getDecoder().decode(salt), cost, kept.length));
    }

    // The generator's 19 MiB become garbage with it. Kept for the next one, they would be a third of the heap of a
    // small
    // board for something that happens a few times a day.
    private static byte[] hash(char[] password, byte[] salt, Cost cost, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.kib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        var hash = new byte[length];
        // The same bytes for the same characters, however the keyboard put them together.
        String typed = Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFC);
        generator.generateBytes(typed.getBytes(UTF_8), hash);
        return hash;
    }

    @Override
    public String toString() {
        return "$argon2id$v=19$m=" + cost.kib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + '$' + salt + '$'
                + hash;
    }
}
