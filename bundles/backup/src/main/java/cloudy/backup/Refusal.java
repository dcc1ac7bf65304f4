// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;

/** Why a backup cannot be made or used, as sentences that are said in more than one place. */
final class Refusal {

    private static final int MAX_NAME = 200;

    private Refusal() {}

    /** The backup is not what this node writes, in some way. */
    static IOException broken(String ca, String es, String en) {
        return Explained.failure(
                Texts.of("La còpia no serveix: %s.", "La copia no sirve: %s.", "The backup is of no use: %s.")
                        .with(Texts.of(ca, es, en)));
    }

    /** The same, because of one thing in it. */
    static IOException broken(String ca, String es, String en, Object... values) {
        return Explained.failure(
                Texts.of("La còpia no serveix: %s.", "La copia no sirve: %s.", "The backup is of no use: %s.")
                        .with(Texts.of(ca, es, en).with(values)));
    }

    /** A name that a stranger may have chosen, to be shown. */
    static String shown(String name) {
        return cloudy.api.Text.clean(name, MAX_NAME);
    }
}
