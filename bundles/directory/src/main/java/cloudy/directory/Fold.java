// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** Text as a search sees it: without case and without accents, so that {@code camera} finds {@code Càmera}. */
final class Fold {

    /** In {@code col·lecció} it parts two letters; people leave it out when they search. */
    private static final int CATALAN_DOT = '·';

    /** Lower case of Σ depends on where the word ends, and half a word may be searched for. */
    private static final int FINAL_SIGMA = 'ς';

    private static final int SIGMA = 'σ';

    private Fold() {}

    static String fold(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (isAscii(lower)) {
            return lower;
        }
        var bare = new StringBuilder(lower.length());
        Normalizer.normalize(lower, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK && c != CATALAN_DOT)
                .map(c -> c == FINAL_SIGMA ? SIGMA : c)
                .forEach(bare::appendCodePoint);
        return bare.toString();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One byte of text that is ASCII only, without case. */
    static int lower(byte ascii) {
        return ascii >= 'A' && ascii <= 'Z' ? ascii + ('a' - 'A') : ascii;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
