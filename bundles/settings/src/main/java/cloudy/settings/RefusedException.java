// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.form.Texts;

/** A file or what it says is not taken; the message is the reason, one sentence for the operator. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int QUOTED = 40;
    private static final int MAX = 500;

    private final transient Texts why;

    RefusedException(Texts why) {
        this(why, null);
    }

    RefusedException(Texts why, Exception cause) {
        // The cause may repeat the name of a file, which can hold anything.
        super(Text.clean(why.english(), MAX), cause);
        this.why = why.clean(MAX);
    }

    /** A value was refused; its message names the field and needs no other words. */
    static RefusedException of(InvalidFieldException e) {
        return new RefusedException(e.texts(), e);
    }

    /** The reason in each language; the message is the one in English. */
    Texts why() {
        return why;
    }

    static String quote(String text) {
        return '"' + Text.clean(text, QUOTED) + '"';
    }
}
