// SPDX-License-Identifier: Apache-2.0
package cloudy.api.guifi;

import static java.util.Objects.requireNonNull;

import cloudy.api.form.Texts;
import java.time.Instant;

/**
 * Some of guifi.net's data as this node has them.
 *
 * @param version changes whenever the value does, and only then, over restarts too: 1 to 64 characters
 * @param asOf when guifi.net last said that they are so
 * @param stale why they are not of now: guifi.net could not be asked, or said what cannot be right; empty when they are
 */
public record Copy<T>(T value, String version, Instant asOf, Texts stale) {

    public Copy {
        requireNonNull(value);
        requireNonNull(version);
        requireNonNull(asOf);
        requireNonNull(stale);
    }
}
