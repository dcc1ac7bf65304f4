// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.time.Duration;

/**
 * What the settings say.
 *
 * @param idle a session that is not used for so long has ended
 * @param session no session lasts longer
 * @param token how long a token lasts when nothing is said
 */
record Limits(Duration idle, Duration session, Duration token) {

    /** The longest that a token may last. */
    static final Duration MAX_TOKEN = Duration.ofDays(5 * 365);

    static final Limits USUAL = new Limits(Duration.ofHours(12), Duration.ofDays(30), Duration.ofDays(365));
}
