// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.util.Locale;
import java.util.Optional;

/**
 * What Syncthing calls a device: the hash of its certificate, 52 letters of base 32 in four groups, each followed by a
 * check letter (Luhn mod 32).
 *
 * @param text as Syncthing writes it: eight groups of seven, with hyphens
 */
record DeviceId(String text) {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CHECKED = 13;
    private static final int LENGTH = 4 * (CHECKED + 1);
    private static final int SHOWN = 7;
    private static final int LONGEST = LENGTH + SHOWN;

    static final Texts NO_DEVICE = Texts.of(
            "ha de ser un dispositiu de Syncthing",
            "debe ser un dispositivo de Syncthing",
            "must be a Syncthing device");

    DeviceId {
        text = canonical(text).orElseThrow(() -> new InvalidFieldException("node_id", NO_DEVICE));
    }

    /** Reads what a stranger says; empty when it is no device. */
    static Optional<DeviceId> parse(String text) {
        return canonical(text).map(DeviceId::new);
    }

    /** Reads what a caller says of a field. */
    static DeviceId require(String field, String text) {
        return parse(text).orElseThrow(() -> new InvalidFieldException(field, NO_DEVICE, text));
    }

    private static Optional<String> canonical(String text) {
        if (text.length() < LENGTH || text.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = text.toUpperCase(Locale.ROOT).replace("-", "");
        if (bare.length() != LENGTH || !bare.matches("[A-Z2-7]*")) {
            return Optional.empty();
        }
        for (int from = 0; from < LENGTH; from += CHECKED + 1) {
            if (bare.charAt(from + CHECKED) != check(bare.substring(from, from + CHECKED))) {
                return Optional.empty();
            }
        }
        return Optional.of(bare.replaceAll("(.{" + SHOWN + "})(?!$)", "$1-"));
    }

    /** Syncthing's own way of Luhn: it begins with the first letter, not with the last. */
    private static char check(String letters) {
        int sum = 0;
        for (int i = 0; i < letters.length(); i++) {
            int addend = (i % 2 + 1) * LETTERS.indexOf(letters.charAt(i));
            sum += addend / LETTERS.length() + addend % LETTERS.length();
        }
        return LETTERS.charAt((LETTERS.length() - sum % LETTERS.length()) % LETTERS.length());
    }

    @Override
    public String toString() {
        return text;
    }
}
