// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of some settings: a file in {@code etc/} and a PID of ConfigurationAdmin, each a mirror of the other.
 *
 * @param word the PID, or the factory PID when there is a name
 * @param name one of a list of things
 */
record Pid(String word, Optional<String> name) {

    private static final String WORD = "(cloudy(?:\\.[a-z0-9]{1,40}){1,4})";
    private static final String NAME = "([A-Za-z0-9_-]{1,64})";
    private static final Pattern ALONE = Pattern.compile(WORD);
    private static final Pattern PID = Pattern.compile(WORD + "(?:~" + NAME + ")?");
    private static final Pattern FILE = Pattern.compile(WORD + "(?:-" + NAME + ")?\\.cfg");

    /** Reads the PID of a caller, who is not trusted to name a file. */
    static Pid parse(String pid) {
        return matched(PID.matcher(pid))
                .orElseThrow(() -> new InvalidFieldException(
                        "pid",
                        Texts.of(
                                "ha de ser cloudy.<paraula> o cloudy.<paraula>~<nom>, amb lletres i xifres sense"
                                        + " accents",
                                "debe ser cloudy.<palabra> o cloudy.<palabra>~<nombre>, con letras y cifras sin"
                                        + " acentos",
                                "must be cloudy.<word> or cloudy.<word>~<name> in plain letters and digits"),
                        pid));
    }

    /** Reads the name of a file; its first hyphen ends the word. */
    static Optional<Pid> ofFile(String file) {
        return matched(FILE.matcher(file));
    }

    /** Whether a bundle's PID is one of ours, without a name. */
    static boolean isWord(String pid) {
        return ALONE.matcher(pid).matches();
    }

    String file() {
        return word + name.map(text -> '-' + text).orElse("") + ".cfg";
    }

    @Override
    public String toString() {
        return word + name.map(text -> '~' + text).orElse("");
    }

    private static Optional<Pid> matched(Matcher matcher) {
        return matcher.matches()
                ? Optional.of(new Pid(matcher.group(1), Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }
}
