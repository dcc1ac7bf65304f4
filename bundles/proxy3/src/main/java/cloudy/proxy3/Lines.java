// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.daemon.Daemon;
import java.util.List;

/** Lines for squid.conf. The last door: no value passes that could be more than a part of its own line. */
final class Lines {

    /** squid reads lines of 8 kB, and takes what is beyond for a directive: a longer one is continued before. */
    private static final int LONGEST = 900;

    private static final int TOGETHER = 20;
    private static final String GENERATED = Daemon.FILES + '/';

    private final StringBuilder text = new StringBuilder();

    /** Values are separated from each other, and from nothing else, by one space. */
    Lines line(String words, Object... values) {
        var line = new StringBuilder(words);
        for (Object value : values) {
            line.append(' ').append(value instanceof Quoted quoted ? quoted.toString() : plain(value.toString()));
        }
        return add(line.toString());
    }

    /** A line whose last value may have spaces, and is taken as it is up to the end of the line. */
    Lines sentence(String words, String value) {
        return add(words + ' ' + spaced(value));
    }

    /** The same words with each of many values; nothing where there are none. */
    Lines each(String words, List<?> values) {
        for (int from = 0; from < values.size(); from += TOGETHER) {
            line(
                    words,
                    values.subList(from, Math.min(from + TOGETHER, values.size()))
                            .toArray());
        }
        return this;
    }

    /** What somebody wrote who may write anything. It cannot reach over into the lines that follow. */
    Lines asItIs(String lines) {
        text.append(lines).append("\n\n");
        return this;
    }

    private Lines add(String line) {
        String rest = line;
        while (rest.length() > LONGEST) {
            int at = LONGEST;
            while (" #\"".indexOf(rest.charAt(at)) >= 0 || rest.charAt(at - 1) == ' ') {
                at--;
            }
            text.append(rest, 0, at).append("\\\n");
            rest = rest.substring(at);
        }
        text.append(rest).append('\n');
        return this;
    }

    /** A value that squid takes for one word, in quotes where it has spaces. */
    record Quoted(String value) {

        Quoted {
            spaced(value);
        }

        @Override
        public String toString() {
            return value.indexOf(' ') < 0 ? value : '"' + value + '"';
        }
    }

    private static String plain(String value) {
        if (value.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("a value of squid.conf has a space");
        }
        return spaced(value);
    }

    private static String spaced(String value) {
        // The node's own word for a folder of generated files; in a value it would be replaced as well.
        String rest = value.startsWith(GENERATED) ? value.substring(GENERATED.length()) : value;
        if (rest.isBlank()
                || !rest.equals(rest.strip())
                || rest.chars().anyMatch(c -> c < ' ' || c > '~' || "\"'`\\#{}".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("a value of squid.conf could be more than a value");
        }
        return value;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
