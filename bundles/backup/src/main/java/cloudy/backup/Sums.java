// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hashes of all files of a backup in their order, of which not one is kept: that the list in a backup is the list of
 * what was in it, is known by the hash of the list. One thread at a time.
 */
final class Sums {

    private final MessageDigest all = sha256();
    private long bytes;

    /** The next line of the list. */
    byte[] line(String name, byte[] hash) {
        byte[] line = (HexFormat.of().formatHex(hash) + "  " + name + '\n').getBytes(StandardCharsets.UTF_8);
        all.update(line);
        bytes += line.length;
        return line;
    }

    /** How long the list is so far. */
    long bytes() {
        return bytes;
    }

    /** Whether this is the hash of the list so far, which is forgotten. */
    boolean isList(byte[] hash) {
        return MessageDigest.isEqual(all.digest(), hash);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
