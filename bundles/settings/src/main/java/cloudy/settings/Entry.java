// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a settings file.
 *
 * @param seen stands for the content that was looked at last
 * @param refusal why that content was not taken; empty when it was
 * @param inForce the values in force, which are older ones when the content was not taken; empty when there are none
 */
record Entry(String seen, Optional<String> refusal, Optional<Map<String, String>> inForce) {

    Entry {
        inForce = inForce.map(values -> Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** What stands for a content in {@link #seen}. */
    static String stamp(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
