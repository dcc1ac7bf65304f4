// SPDX-License-Identifier: Apache-2.0
package cloudy.api.settings;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the settings of a PID once were.
 *
 * @param id names it among the versions of its PID
 * @param at when it came into force
 * @param by name of who made it; {@code file} where the file was edited by hand
 * @param values by key, secrets shown as {@value #SECRET}; empty where the file was deleted
 */
public record SettingsVersion(String id, Instant at, String by, Optional<Map<String, String>> values) {

    /** How many are kept of each PID. */
    public static final int KEPT = 20;

    /** Stands in the place of a secret. */
    public static final String SECRET = "••••";
}
