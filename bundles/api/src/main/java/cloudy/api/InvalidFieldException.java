// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static java.util.Objects.requireNonNull;

/**
 * A value was refused.
 *
 * <p>The message is one sentence for a person, {@code <field>: <why>}. It quotes no more than the first 40 characters
 * of the value, and none of its control characters, so it can be logged and shown as it is.
 */
public final class InvalidFieldException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Characters of a refused value that a message repeats. */
    private static final int QUOTED = 40;

    private final String field;

    /**
     * Refuses a field.
     *
     * @param why the rest of the sentence, such as {@code "must be between 0 and 65535"}
     */
    public InvalidFieldException(String field, String why) {
        super(field + ": " + why);
        this.field = requireNonNull(field);
    }

    /** Refuses a field and says which value it had. */
    public InvalidFieldException(String field, String why, String value) {
        this(field, why + ", not \"" + quote(value) + '"');
    }

    /** The name of the refused field, as a {@code .cfg} file, a form and a record component spell it. */
    public String field() {
        return field;
    }

    private static String quote(String value) {
        String shown = Text.clean(value, QUOTED);
        return shown.length() < value.length() ? shown + "…" : shown;
    }
}
