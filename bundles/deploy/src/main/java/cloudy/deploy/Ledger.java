// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers across restarts which content of which file was installed, so that an unchanged jar is neither read nor
 * installed again at a start. Losing it costs reading every jar once.
 */
final class Ledger {

    /**
     * One installed jar.
     *
     * @param sha256 of its content
     * @param glance at the file when it was read
     * @param installed when the framework says that it took the content: another time means other content
     */
    record Entry(String sha256, Glance glance, long installed) {

        private static final Pattern LINE =
                Pattern.compile("([0-9a-f]{64})" + " (-?[0-9]{1,19})".repeat(7) + " (\\P{Cc}+)");

        private String line(String name) {
            return String.format(
                    "%s %d %d %d %d %d %d %d %s",
                    sha256,
                    installed,
                    glance.owner(),
                    glance.mode(),
                    glance.size(),
                    glance.modified(),
                    glance.changed(),
                    glance.inode(),
                    name);
        }

        private static Entry of(Matcher line) {
            return new Entry(
                    line.group(1),
                    new Glance(
                            Glance.Kind.FILE,
                            (int) number(line, 3),
                            (int) number(line, 4),
                            number(line, 5),
                            number(line, 6),
                            number(line, 7),
                            number(line, 8)),
                    number(line, 2));
        }

        private static long number(Matcher line, int group) {
            return new BigInteger(line.group(group)).longValue();
        }
    }

    private final DurableFile file;
    private final Map<String, Entry> entries = new TreeMap<>();
    private boolean dirty;

    private Ledger(DurableFile file) {
        this.file = file;
    }

    /** What of the file makes no sense is left out. */
    static Ledger read(DurableFile file, Lines lines) {
        var ledger = new Ledger(file);
        for (String line : file.readOrNone(lines)) {
            var parts = Entry.LINE.matcher(line);
            if (parts.matches()) {
                ledger.entries.put(parts.group(9), Entry.of(parts));
            }
        }
        return ledger;
    }

    Optional<Entry> of(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    void put(String name, Entry entry) {
        dirty |= !entry.equals(entries.put(name, entry));
    }

    void remove(String name) {
        dirty |= entries.remove(name) != null;
    }

    /** Writes if something changed. */
    void save() throws IOException {
        if (dirty) {
            file.write(entries.entrySet().stream()
                    .map(entry -> entry.getValue().line(entry.getKey()))
                    .toList());
            dirty = false;
        }
    }
}
