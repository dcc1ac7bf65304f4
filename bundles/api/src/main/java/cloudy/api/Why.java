// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import cloudy.api.form.Texts;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a value is refused: the reasons that come again and again, so that each has the same words everywhere. They go on
 * from the name of the field, as {@link InvalidFieldException} wants it.
 */
public final class Why {

    /** So many characters out of some, maybe after a first one out of others. */
    private static final Pattern SIMPLE =
            Pattern.compile("\\^\\[([^\\]\\\\^]+)](?:\\[([^\\]\\\\^]+)])?\\{([0-9]+)(?:,([0-9]+))?}(?:\\$|\\\\z)");

    private static final Texts BETWEEN =
            Texts.of("ha d'estar entre %s i %s", "debe estar entre %s y %s", "must be between %s and %s");

    private Why() {}

    /** It is missing. */
    public static Texts isMissing() {
        return Texts.of("falta", "falta", "is missing");
    }

    /** Nothing of this name is expected here. */
    public static Texts isUnknown() {
        return Texts.of("no es coneix aquí", "no se conoce aquí", "is not known here");
    }

    /** It is there a second time. */
    public static Texts isRepeated() {
        return Texts.of("hi és dues vegades", "está dos veces", "is there twice");
    }

    /** Somebody has to say something here. */
    public static Texts mustBeFilledIn() {
        return Texts.of("cal omplir-ho", "hay que rellenarlo", "must be filled in");
    }

    /** It is blank. */
    public static Texts mustNotBeEmpty() {
        return Texts.of("no pot estar buit", "no puede estar vacío", "must not be empty");
    }

    /** It is no text. */
    public static Texts mustBeText() {
        return Texts.of("ha de ser un text", "debe ser un texto", "must be text");
    }

    /** It is no list. */
    public static Texts mustBeList() {
        return Texts.of("ha de ser una llista", "debe ser una lista", "must be a list");
    }

    /** It is no number. */
    public static Texts mustBeNumber() {
        return Texts.of("ha de ser un nombre", "debe ser un número", "must be a number");
    }

    /** It is no whole number. */
    public static Texts mustBeWholeNumber() {
        return Texts.of("ha de ser un nombre enter", "debe ser un número entero", "must be a whole number");
    }

    /** It is neither true nor false. */
    public static Texts mustBeTrueOrFalse() {
        return Texts.of("ha de ser true o false", "debe ser true o false", "must be true or false");
    }

    /** It is none of a few words. */
    public static Texts mustBeOneOf(Collection<String> options) {
        return Texts.of("ha de ser un d'aquests valors: %s", "debe ser uno de estos valores: %s", "must be one of %s")
                .with(String.join(", ", options));
    }

    /** It is neither of two words. */
    public static Texts mustBeEither(String first, String second) {
        return Texts.of("ha de ser %s o %s", "debe ser %s o %s", "must be %s or %s")
                .with(first, second);
    }

    /** It is too small or too great a number. */
    public static Texts mustBeBetween(long least, long most) {
        return BETWEEN.with(least, most);
    }

    /**
     * It is too small or too great a number.
     *
     * @param least the limits, either of which may be empty
     */
    public static Texts mustBeWithin(String least, String most) {
        if (most.isEmpty()) {
            return Texts.of("ha de ser com a mínim %s", "debe ser como mínimo %s", "must be at least %s")
                    .with(least);
        }
        return least.isEmpty()
                ? Texts.of("ha de ser com a màxim %s", "debe ser como máximo %s", "must be at most %s")
                        .with(most)
                : BETWEEN.with(least, most);
    }

    /** It is too long. */
    public static Texts mustHaveAtMostCharacters(int most) {
        return mustHaveCharacters("", Integer.toString(most));
    }

    /**
     * It is too short or too long.
     *
     * @param least the limits, either of which may be empty
     */
    public static Texts mustHaveCharacters(String least, String most) {
        return sized(least, most, Texts.of("caràcters", "caracteres", "characters"));
    }

    /**
     * Of a list there is too little or too much.
     *
     * @param least the limits, either of which may be empty
     */
    public static Texts mustHaveEntries(String least, String most) {
        return sized(least, most, Texts.of("valors", "valores", "entries"));
    }

    /** It is more than a line of text can hold. */
    public static Texts mustBeOneLine() {
        return Texts.of(
                "no pot tenir caràcters de control ni salts de línia",
                "no puede tener caracteres de control ni saltos de línea",
                "must not hold control characters or line ends");
    }

    /** It is not of a form that nobody has put in words; those of the simplest expressions are found here. */
    public static Texts mustMatch(String pattern) {
        Matcher simple = SIMPLE.matcher(pattern);
        if (simple.matches()) {
            String most = simple.group(4) == null ? simple.group(3) : simple.group(4);
            return simple.group(2) == null
                    ? Texts.of(
                                    "ha de tenir de %s a %s caràcters d'entre %s",
                                    "debe tener de %s a %s caracteres de entre %s",
                                    "must be %s to %s characters out of %s")
                            .with(simple.group(3), most, listed(simple.group(1)))
                    : Texts.of(
                                    "ha de començar amb un de %s, seguit de %s a %s caràcters d'entre %s",
                                    "debe empezar con uno de %s, seguido de %s a %s caracteres de entre %s",
                                    "must begin with one of %s, and go on with %s to %s out of %s")
                            .with(listed(simple.group(1)), simple.group(3), most, listed(simple.group(2)));
        }
        return Texts.of("ha de complir l'expressió %s", "debe cumplir la expresión %s", "must match %s")
                .with(pattern);
    }

    /** What stands between the brackets of an expression, a blank between each two ranges. */
    private static String listed(String characters) {
        return characters.replaceAll("(.-.)(?=.)", "$1 ").strip();
    }

    /** It is not the position in a list that an answer gave. */
    public static Texts mustBeCursor() {
        return Texts.of(
                "ha de ser un dels que ha donat aquest node",
                "debe ser uno de los que ha dado este nodo",
                "must be one that this node gave out");
    }

    private static Texts sized(String least, String most, Texts what) {
        if (most.isEmpty()) {
            return Texts.of("ha de tenir com a mínim %s %s", "debe tener como mínimo %s %s", "must have at least %s %s")
                    .with(least, what);
        }
        return least.isEmpty()
                ? Texts.of("ha de tenir com a màxim %s %s", "debe tener como máximo %s %s", "must have at most %s %s")
                        .with(most, what)
                : Texts.of("ha de tenir de %s a %s %s", "debe tener de %s a %s %s", "must have %s to %s %s")
                        .with(least, most, what);
    }
}
