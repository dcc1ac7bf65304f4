// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import java.time.Duration;
import java.util.Locale;

/** A length of time in one number and one unit, as short as a column of a table wants it. */
final class Span {

    private Span() {}

    /** How long ago something was; a clock that was set back makes it no less than nothing. */
    static String age(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** A round-trip time. */
    static String distance(Duration roundTrip) {
        double millis = roundTrip.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
}
