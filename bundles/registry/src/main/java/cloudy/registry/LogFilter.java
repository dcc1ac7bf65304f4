// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Picks what one bundle wrote out of the node's log, line after line, with the lines that continue it. */
final class LogFilter {

    /** Time, level, thread and logger, as the distribution has Log4j write them. */
    private static final Pattern HEAD = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d[,.]\\d{3} [A-Z]{4,5} {1,2}\\[.{0,200}?] ([^ :]{1,300}): .*");

    private final String root;
    private boolean meant;

    /** @param root the bundle's symbolic name, which is its root package */
    LogFilter(String root) {
        this.root = root;
    }

    boolean accepts(String line) {
        Matcher head = HEAD.matcher(line);
        if (head.matches()) {
            String logger = head.group(1);
            meant = logger.equals(root) || logger.startsWith(root + '.');
        }
        return meant;
    }
}
