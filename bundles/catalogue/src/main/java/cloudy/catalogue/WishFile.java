// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.access.Caller;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** The wish, in {@code etc/cloudy.features.cfg}. */
final class WishFile {

    static final String PID = "cloudy.features";

    private final Settings settings;

    WishFile(Settings settings) {
        this.settings = settings;
    }

    Wish read() {
        return Wish.of(settings.read(PID));
    }

    /** Writes only what the change changes. */
    synchronized void change(UnaryOperator<Wish> change, Caller by) throws IOException {
        Wish before = read();
        var changes = change.apply(before).changes(before);
        if (!changes.isEmpty()) {
            settings.change(PID, changes, by);
        }
    }
}
