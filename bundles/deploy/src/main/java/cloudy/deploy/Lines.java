// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the operator reads of the drop folder: one plain line for one fact.
 *
 * <p>A complaint is made once per file and content, however often the file is looked at. Safe for use by several
 * threads.
 */
final class Lines {

    private static final int MAX_LENGTH = 500;
    private static final int MAX_PER_FILE = 50;

    private final Consumer<String> info;
    private final Consumer<String> warning;
    private final Map<String, Set<String>> said = new HashMap<>();

    Lines(Consumer<String> info, Consumer<String> warning) {
        this.info = info;
        this.warning = warning;
    }

    /** Something was done. */
    void done(String name, String sentence) {
        info.accept(line(name, sentence));
    }

    /** Something is not done. {@code content} is what the complaint is about: a checksum, or "" where there is none. */
    void refused(String name, String content, String sentence) {
        synchronized (said) {
            var ofFile = said.computeIfAbsent(name, file -> new HashSet<>());
            if (ofFile.size() >= MAX_PER_FILE) {
                ofFile.clear();
            }
            if (!ofFile.add(content + ' ' + sentence)) {
                return;
            }
        }
        warning.accept(line(name, sentence));
    }

    /** The file is gone: whatever comes under its name is new. */
    void forget(String name) {
        synchronized (said) {
            said.remove(name);
        }
    }

    /** Names, manifests and exceptions come from outside: no control character reaches the log, nor a flood. */
    private static String line(String name, String sentence) {
        String line = plain("deploy/" + name + ": " + sentence);
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }

    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
