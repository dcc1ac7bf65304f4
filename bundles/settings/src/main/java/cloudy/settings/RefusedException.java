// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;

/** A file or what it says is not taken; the message is the reason, one sentence for the operator. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int QUOTED = 40;
    private static final int MAX = 500;

    RefusedException(String reason) {
        super(reason);
    }

    RefusedException(String reason, Exception cause) {
        // The cause may repeat the name of a file, which can hold anything.
        super(Text.clean(reason, MAX), cause);
    }

    /** A value was refused; its message names the field and needs no other words. */
    static RefusedException of(InvalidFieldException e) {
        return new RefusedException(e.getMessage(), e);
    }

    static String quote(String text) {
        return '"' + Text.clean(text, QUOTED) + '"';
    }
}
