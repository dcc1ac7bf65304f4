// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.util.Locale;

/** Why a backup was made; of each kind so many are kept. */
enum Reason {
    /** Somebody wanted it. */
    ASKED,
    /** The node by itself, as its settings say. */
    SCHEDULE,
    /** The package, before another version of the program starts. */
    UPGRADE;

    static Reason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As names of files and the API have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
