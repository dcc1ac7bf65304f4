// SPDX-License-Identifier: Apache-2.0
package cloudy.api.doctor;

import static java.util.Objects.requireNonNull;

import cloudy.api.form.Texts;

/**
 * What a {@link Check} found.
 *
 * @param text what is so, in one plain sentence
 * @param advice what to do about it; none when all is well
 */
public record Finding(Grade grade, Texts text, Texts advice) {

    /** How bad it is. */
    public enum Grade {
        /** As it should be. */
        FINE,
        /** Not a matter for this node as it is set up: nothing to look at. */
        SKIPPED,
        /** Works, but not as well as it could, or not for long. */
        WARNING,
        /** Does not work. */
        FAULT
    }

    public Finding {
        requireNonNull(grade);
        requireNonNull(text);
        requireNonNull(advice);
    }

    /** All is well. */
    public static Finding fine(Texts text) {
        return new Finding(Grade.FINE, text, Texts.none());
    }

    /** There is nothing to look at. */
    public static Finding skipped(Texts why) {
        return new Finding(Grade.SKIPPED, why, Texts.none());
    }

    /** It could be better. */
    public static Finding warning(Texts text, Texts advice) {
        return new Finding(Grade.WARNING, text, advice);
    }

    /** It does not work. */
    public static Finding fault(Texts text, Texts advice) {
        return new Finding(Grade.FAULT, text, advice);
    }
}
