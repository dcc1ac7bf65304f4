// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.HashMap;
import java.util.Map;

/** What one finder has heard. The directory's lock guards it. */
final class Source {

    final long number;
    final Map<String, Entry> entries = new HashMap<>();
    boolean gone;

    Source(long number) {
        this.number = number;
    }
}
