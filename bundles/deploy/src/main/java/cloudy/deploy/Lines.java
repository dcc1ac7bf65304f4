// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the operator reads of the drop folder: one plain line for one fact.
 *
 * <p>A complaint is made once per file and content, however often the file is looked at, and stands until something is
 * done with the file, or it is gone. Safe for use by several threads.
 */
final class Lines {

    private static final int MAX_LENGTH = 500;
    private static final int MAX_PER_FILE = 50;

    private final Consumer<String> info;
    private final Consumer<String> warning;
    private final Map<String, Set<String>> said = new HashMap<>();
    private final SortedMap<String, Texts> standing = new TreeMap<>();
    private volatile Runnable listener = () -> {};

    Lines(Consumer<String> info, Consumer<String> warning) {
        this.info = info;
        this.warning = warning;
    }

    /** From now on {@code told} is told, by any thread, when another complaint stands than before. */
    void listen(Runnable told) {
        listener = told;
    }

    /** What is not done and why, by the names of the files; that about the folder itself is of the name "". */
    SortedMap<String, Texts> standing() {
        synchronized (said) {
            return new TreeMap<>(standing);
        }
    }

    /** Something was done. */
    void done(String name, String sentence) {
        info.accept(line(name, sentence));
        stand(name, null);
    }

    /**
     * Something is not done. {@code content} is what the complaint is about: a checksum, or "" where there is none. The
     * log has the sentence in English, whoever asks for what stands has it in his language.
     */
    void refused(String name, String content, Texts sentence) {
        stand(name, plain(sentence));
        synchronized (said) {
            var ofFile = said.computeIfAbsent(name, file -> new HashSet<>());
            if (ofFile.size() >= MAX_PER_FILE) {
                ofFile.clear();
            }
            if (!ofFile.add(content + ' ' + sentence.english())) {
                return;
            }
        }
        warning.accept(line(name, sentence.english()));
    }

    /** The file is gone: whatever comes under its name is new. */
    void forget(String name) {
        synchronized (said) {
            said.remove(name);
        }
        stand(name, null);
    }

    private void stand(String name, Texts sentence) {
        boolean same;
        synchronized (said) {
            Texts before = sentence == null ? standing.remove(name) : standing.put(name, sentence);
            same = Objects.equals(before, standing.get(name));
        }
        if (!same) {
            listener.run();
        }
    }

    /** Names, manifests and exceptions come from outside: no control character reaches the log, nor a flood. */
    private static String line(String name, String sentence) {
        String line = plain("deploy/" + name + ": " + sentence);
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }

    private static Texts plain(Texts sentence) {
        var plain = new HashMap<String, String>();
        sentence.byLanguage().forEach((language, text) -> plain.put(language, plain(text)));
        return new Texts(plain).clean(MAX_LENGTH);
    }

    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
