// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.form.Texts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a settings file.
 *
 * @param seen stands for the content that was looked at last
 * @param refusal why that content was not taken; empty when it was
 * @param inForce the values in force, which are older ones when the content was not taken; empty when there are none
 * @param secrets keys of the values that are not shown
 */
record Entry(String seen, Optional<Texts> refusal, Optional<Map<String, String>> inForce, Set<String> secrets) {

    Entry {
        secrets = Set.copyOf(secrets);
        inForce = inForce.map(values -> Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** The values in force that may be shown. */
    Map<String, String> shown() {
        var values = new LinkedHashMap<>(inForce.orElse(Map.of()));
        values.keySet().removeAll(secrets);
        return values;
    }

    /** The values in force that may not. */
    Map<String, String> hidden() {
        var values = new LinkedHashMap<>(inForce.orElse(Map.of()));
        values.keySet().retainAll(secrets);
        return values;
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
