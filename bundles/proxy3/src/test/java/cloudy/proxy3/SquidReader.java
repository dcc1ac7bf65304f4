// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import java.util.ArrayList;
import java.util.List;

/** Reads squid.conf as squid does: lines of at most 8 kB, continued by a backslash, comments, words and quoted words. */
final class SquidReader {

    private static final int SQUIDS_LINE = 8_191;

    private SquidReader() {}

    /** The directives, each whole on one line. */
    static List<String> directives(String conf) {
        List<String> all = new ArrayList<>();
        var whole = new StringBuilder();
        // Whatever ends a line for anybody ends one here.
        for (String line : conf.split("\n", -1)) {
            if (line.length() > SQUIDS_LINE || line.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new AssertionError("squid would read something else: " + line);
            }
            if (whole.length() == 0 && line.startsWith("#")) {
                continue;
            }
            if (line.endsWith("\\")) {
                whole.append(line, 0, line.length() - 1);
                continue;
            }
            whole.append(line);
            if (whole.length() > 0) {
                all.add(whole.toString());
            }
            whole.setLength(0);
        }
        return all;
    }

    static List<String> words(String directive) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        boolean quoted = false;
        for (char c : (directive + ' ').toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                if (word.length() > 0) {
                    words.add(word.toString());
                }
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        if (quoted) {
            throw new AssertionError("a quotation without an end: " + directive);
        }
        return words;
    }
}
