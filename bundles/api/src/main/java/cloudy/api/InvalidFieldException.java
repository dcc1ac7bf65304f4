// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static java.util.Objects.requireNonNull;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;

/**
 * A value was refused.
 *
 * <p>The message is one sentence for a person, {@code <field>: <why>}, in English; {@link #texts} has it in each
 * language. It quotes no more than the first 40 characters of the value, and none of its control characters, so it can
 * be logged and shown as it is. What is refused again and again has its words in {@link Why}.
 */
public final class InvalidFieldException extends IllegalArgumentException implements Explained {

    private static final long serialVersionUID = 1L;

    /** Characters of a refused value that a message repeats. */
    private static final int QUOTED = 40;

    private static final Texts NOT = Texts.of("%s, i no \"%s\"", "%s, y no \"%s\"", "%s, not \"%s\"");

    private final String field;
    private final transient Texts why;

    /**
     * Refuses a field.
     *
     * @param why the rest of the sentence, such as {@code must be between 0 and 65535}
     */
    public InvalidFieldException(String field, Texts why) {
        super(field + ": " + why.english());
        this.field = requireNonNull(field);
        this.why = why;
    }

    /** Refuses a field and says which value it had. */
    public InvalidFieldException(String field, Texts why, String value) {
        this(field, NOT.with(why, quote(value)));
    }

    /** Refuses a field, in one language. */
    public InvalidFieldException(String field, String why) {
        this(field, Texts.of(why));
    }

    /** Refuses a field and says which value it had, in one language. */
    public InvalidFieldException(String field, String why, String value) {
        this(field, Texts.of(why), value);
    }

    /** The name of the refused field, as a {@code .cfg} file, a form and a record component spell it. */
    public String field() {
        return field;
    }

    /** Why it was refused: what the message says after the name of the field. */
    public Texts why() {
        return why;
    }

    @Override
    public Texts texts() {
        return Texts.of("%s: %s").with(field, why);
    }

    /** The same refusal of what has another name where the value came from. */
    public InvalidFieldException of(String otherField) {
        return new InvalidFieldException(otherField, why);
    }

    private static String quote(String value) {
        String shown = Text.clean(value, QUOTED);
        return shown.length() < value.length() ? shown + "…" : shown;
    }
}
