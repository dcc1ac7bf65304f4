// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What may be called how in a backup, whoever made it: nothing leads out of the folder that it is put into. */
final class Names {

    /** What a backup says about itself, its first entry. */
    static final String ABOUT = "cloudy-backup.json";
    /** The hash of every other file, in the form of the program {@code sha256sum}; its last entry. */
    static final String SUMS = "SHA256SUMS";

    static final String ETC = "etc";
    static final String DATA = "data";
    static final String DEPLOY = "deploy";
    static final String PARTS = "parts";

    /** What is made anew at each start, is in use by it, or is a copy already. */
    private static final Set<String> NOT_DATA =
            Set.of("cache", "log", "run", "tmp", "restore", "restored", "backups", "backup", "jobs", "doctor");

    private static final Set<String> ROOTS = Set.of(ETC, DATA, DEPLOY, PARTS);
    private static final int MAX_BYTES = 4096;
    private static final int MAX_WORD_BYTES = 255;
    private static final int MAX_DEPTH = 64;

    private Names() {}

    /** Whether {@code data/<word>} is saved. */
    static boolean isSaved(String word) {
        return !NOT_DATA.contains(word) && !word.startsWith(".");
    }

    /** What of {@code etc/} belongs to one version of the program, which brings it along. */
    static boolean isOfTheVersion(String file) {
        return file.startsWith("branding")
                || file.endsWith(".info")
                || Set.of("config.properties", "jre.properties", "startup.properties", "org.apache.karaf.features.cfg")
                        .contains(file);
    }

    /** The words of a name; refuses one that is not good. */
    static List<String> words(TarEntry entry) throws IOException {
        String name = entry.name();
        boolean folder = entry.kind() == TarEntry.Kind.FOLDER && name.endsWith("/");
        String bare = folder ? name.substring(0, name.length() - 1) : name;
        List<String> words = Arrays.asList(bare.split("/", -1));
        if (bare.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || words.size() > MAX_DEPTH
                || !words.stream().allMatch(Names::isGood)) {
            throw leadsOut(name);
        }
        boolean top = words.size() == 1 && entry.kind() == TarEntry.Kind.FILE;
        if (top && (name.equals(ABOUT) || name.equals(SUMS))) {
            return words;
        }
        if (!ROOTS.contains(words.get(0)) || (words.get(0).equals(DATA) && !isOfRoom(words, entry.kind()))) {
            throw Refusal.broken(
                    "%s no hi té res a fer", "%s no pinta nada en ella", "%s has no place in it", Refusal.shown(name));
        }
        if (words.size() == 1 && entry.kind() != TarEntry.Kind.FOLDER) {
            throw leadsOut(name);
        }
        return words;
    }

    /** What is in {@code data/} itself is folders; the files beside them are of one start. */
    private static boolean isOfRoom(List<String> words, TarEntry.Kind kind) {
        return words.size() == 1 || (isSaved(words.get(1)) && (words.size() > 2 || kind == TarEntry.Kind.FOLDER));
    }

    /** Whether a link leads to something below the folder that its part is: {@code parts/<service>/<part>/…}. */
    static boolean staysInPart(List<String> words, String target) {
        if (!words.get(0).equals(PARTS) || words.size() < 4 || target.startsWith("/") || target.isEmpty()) {
            return false;
        }
        int depth = words.size() - 4;
        boolean down = false;
        for (String word : target.split("/", -1)) {
            if (word.equals("..")) {
                depth--;
            } else {
                down = true;
            }
            // After going down it may be in another place than it says, by another link.
            if (depth < 0 || (down && !isGood(word))) {
                return false;
            }
        }
        return true;
    }

    static boolean isGood(String word) {
        return !word.isEmpty()
                && !word.equals(".")
                && !word.equals("..")
                && word.getBytes(StandardCharsets.UTF_8).length <= MAX_WORD_BYTES
                && word.chars().noneMatch(Names::isControl);
    }

    private static boolean isControl(int each) {
        return each < 32 || each == 127 || each == '/';
    }

    private static IOException leadsOut(String name) {
        return Refusal.broken(
                "el nom %s porta fora d'ella",
                "el nombre %s lleva fuera de ella", "the name %s leads out of it", Refusal.shown(name));
    }
}
