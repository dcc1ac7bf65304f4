// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a version among those of its file.
 *
 * @param stamp stands for its content
 * @param wish whether it was still to come into force when it was stored
 */
record Mark(int number, String stamp, boolean wish) {

    /** Stands for no content. */
    static final String GONE = "gone";

    private static final int STAMP = 16;
    private static final Pattern NAME = Pattern.compile("([0-9]{8})-([0-9a-f]{16}|gone)(\\.wish)?");

    static Optional<Mark> ofFile(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new Mark(Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3) != null))
                : Optional.empty();
    }

    /** What stands for a content. */
    static String stamp(Optional<byte[]> content) {
        return content.map(bytes -> Entry.stamp(bytes).substring(0, STAMP)).orElse(GONE);
    }

    Mark inForce() {
        return new Mark(number, stamp, false);
    }

    String file() {
        return String.format("%08d-%s%s", number, stamp, wish ? ".wish" : "");
    }
}
