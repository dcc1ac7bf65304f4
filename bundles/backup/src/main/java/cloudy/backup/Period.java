// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How often the node makes a backup of itself. */
enum Period {
    DAILY(Optional.of(Duration.ofDays(1))),
    WEEKLY(Optional.of(Duration.ofDays(7))),
    NEVER(Optional.empty());

    private final Optional<Duration> length;

    Period(Optional<Duration> length) {
        this.length = length;
    }

    /** Empty for never. */
    Optional<Duration> length() {
        return length;
    }

    static Period of(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT));
    }
}
