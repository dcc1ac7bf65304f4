// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.form.Texts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Which passwords are refused: short ones, and those that are guessed first. What is in them is the user's affair. */
final class PasswordRule {

    private static final int MIN = 8;
    private static final int MAX = 128;

    private PasswordRule() {}

    /** @throws InvalidFieldException naming the field, never quoting it */
    static void check(String field, String name, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN || length > MAX) {
            throw new InvalidFieldException(
                    field, Why.mustHaveCharacters(Integer.toString(MIN), Integer.toString(MAX)));
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (isRepeated(name, lower) || isRepeated("cloudy", lower)) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "no pot ser el vostre nom, ni el del programari del node",
                            "no puede ser su nombre, ni el del software del nodo",
                            "must not be your name, nor that of the node's software"));
        }
        if (isCommon(lower)) {
            throw new InvalidFieldException(
                    field,
                    Texts.of(
                            "és de les que s'endevinen primer; trieu-ne una altra",
                            "es de las que se adivinan primero; elija otra",
                            "is one of those that are guessed first; choose another one"));
        }
    }

    /** Whether a password is a word, once or several times, with a few digits or signs behind it. */
    private static boolean isRepeated(String word, String password) {
        String rest = password;
        while (rest.startsWith(word)) {
            rest = rest.substring(word.length());
        }
        return rest.length() < password.length() && rest.matches("[^\\p{L}]{0,4}");
    }

    /** Read anew each time: passwords are set a few times a year. */
    private static boolean isCommon(String lower) {
        try (InputStream list = PasswordRule.class.getResourceAsStream("common-passwords.txt");
                var lines = new BufferedReader(new InputStreamReader(list, UTF_8))) {
            return lines.lines().anyMatch(lower::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
