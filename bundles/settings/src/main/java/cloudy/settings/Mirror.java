// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Looks at the files, takes what they say or refuses it, and keeps ConfigurationAdmin in step. Not safe for threads.
 *
 * <p>A file that is refused leaves the last good settings in force, whoever wrote it.
 */
final class Mirror {

    private final EtcFolder folder;
    private final LastGood lastGood;
    private final History history;
    private final Configurations configurations;
    private final Checker checker;
    private final Witnesses witnesses;
    private final Consumer<String> log;

    /** By file name. */
    private final Map<String, Entry> entries = new TreeMap<>();

    /** What was said last of the folder as a whole. */
    private String trouble = "";

    Mirror(
            EtcFolder folder,
            LastGood lastGood,
            History history,
            ConfigurationAdmin admin,
            Checker checker,
            Witnesses witnesses,
            Consumer<String> log) {
        this.folder = folder;
        this.lastGood = lastGood;
        this.history = history;
        configurations = new Configurations(admin);
        this.checker = checker;
        this.witnesses = witnesses;
        this.log = log;
    }

    /** What became of every file, by its name. */
    Map<String, Entry> entries() {
        return entries;
    }

    Optional<Entry> entry(Pid pid) {
        return Optional.ofNullable(entries.get(pid.file()));
    }

    /** Looks at every file for the first time, and takes out of force what has none. */
    void open() {
        try {
            AtomicFile.sweep(folder.path(), "cloudy.*");
            Set<String> files = folder.list(Set.of()).names();
            lastGood.open(files);
            history.open(files);
        } catch (IOException e) {
            say("etc/: cannot be read: " + e);
            return;
        }
        rescan();
        try {
            var pids = new TreeSet<String>();
            entries.keySet().forEach(name -> Pid.ofFile(name).ifPresent(pid -> pids.add(pid.toString())));
            configurations.keepOnly(pids);
        } catch (IOException | IllegalStateException e) {
            log.accept("Settings without a file cannot be taken out of force: " + e);
        }
    }

    /** Looks at every file again; those that have not changed are left alone. */
    void rescan() {
        try {
            EtcFolder.Listing listing = folder.list(entries.keySet());
            say(listing.full() ? "etc/: of the settings files only " + folder.maxFiles() + " are used" : "");
            for (String name : List.copyOf(entries.keySet())) {
                if (!listing.names().contains(name)) {
                    forget(name, Caller.file());
                }
            }
            listing.names().forEach(name -> look(name, Caller.file()));
        } catch (IOException e) {
            // What cannot be seen is not gone: everything stays in force.
            say("etc/: cannot be read: " + e);
        }
    }

    /** Checks the files of these PIDs anew, by what is said of them now. */
    void recheck(Set<String> words) {
        for (String name : List.copyOf(entries.keySet())) {
            if (Pid.ofFile(name).filter(pid -> words.contains(pid.word())).isPresent()) {
                lookAgain(name);
            }
        }
    }

    /** Looks at a file that somebody may have changed. */
    void look(String name, Caller by) {
        try {
            Optional<byte[]> content = folder.read(name);
            Entry before = entries.get(name);
            if (content.isEmpty()) {
                if (before != null) {
                    forget(name, by);
                }
            } else if (before == null || !before.seen().equals(Entry.stamp(content.get()))) {
                decide(name, content.get(), by);
            }
        } catch (RefusedException e) {
            refuse(name, e.getMessage(), e, by);
        }
    }

    /** Takes what has just been written to a file. */
    void take(String name, byte[] content, Caller by) {
        decide(name, content, by);
    }

    /** Takes note that a file is gone. */
    void forget(String name, Caller by) {
        entries.remove(name);
        lastGood.forget(name);
        Pid.ofFile(name).ifPresent(pid -> {
            enforce(name, pid, Optional.empty());
            if (history.seen(name, Optional.empty(), Set.of()).isPresent()) {
                witnesses.note(new Notice(pid.toString(), by, "done: deleted"));
            }
        });
    }

    private void lookAgain(String name) {
        try {
            Optional<byte[]> content = folder.read(name);
            if (content.isPresent()) {
                decide(name, content.get(), Caller.node());
            }
        } catch (RefusedException e) {
            refuse(name, e.getMessage(), e, Caller.node());
        }
    }

    /** Takes a content or refuses it. */
    private void decide(String name, byte[] content, Caller by) {
        String stamp = Entry.stamp(content);
        try {
            Pid pid = Pid.ofFile(name)
                    .orElseThrow(() -> new RefusedException(Texts.of(
                            "s'ha de dir cloudy.<paraula>.cfg o cloudy.<paraula>-<nom>.cfg, amb"
                                    + " lletres i xifres sense accents",
                            "debe llamarse cloudy.<palabra>.cfg o cloudy.<palabra>-<nombre>.cfg, con"
                                    + " letras y cifras sin acentos",
                            "must be named cloudy.<word>.cfg or cloudy.<word>-<name>.cfg in plain"
                                    + " letters and digits")));
            if (content.length == 0 && lastGood.of(name).stream().anyMatch(copy -> copy.length > 0)) {
                // What a power cut makes of a file that was being written.
                throw new RefusedException(Texts.of(
                        "és buit; esborreu-lo per tornar al que el servei té per si mateix",
                        "está vacío; bórrelo para volver a lo que el servicio tiene por sí mismo",
                        "is empty; delete it to go back to what the service has by itself"));
            }
            Map<String, String> values =
                    Checker.withoutMarks(CfgFile.parse(content).values());
            Set<String> secrets = secrets(pid, values);
            if (!secrets.isEmpty()) {
                closeToOthers(name);
            }
            Map<String, Object> properties = checker.check(pid, values);
            lastGood.keep(name, content, checker.knows(pid));
            Entry before = entries.put(name, new Entry(stamp, Optional.empty(), Optional.of(values), secrets));
            enforce(name, pid, Optional.of(properties));
            Optional<Map<String, String>> old = history.seen(name, Optional.of(content), secrets);
            if (old.isPresent()) {
                witnesses.note(new Notice(pid.toString(), by, "done: " + changed(old.get(), values)));
            } else if (before != null && before.refusal().isPresent()) {
                witnesses.note(new Notice(pid.toString(), by, "done: nothing is refused any more"));
            }
        } catch (InvalidFieldException e) {
            refuse(name, stamp, RefusedException.of(e), by);
        } catch (RefusedException e) {
            refuse(name, stamp, e, by);
        }
    }

    /** What may not be shown; without the bundle that would say so, what was none to be shown before. */
    private Set<String> secrets(Pid pid, Map<String, String> values) {
        Set<String> secrets = checker.secrets(pid, values);
        if (!checker.knows(pid)) {
            secrets.addAll(history.secrets(pid.file()));
            secrets.retainAll(values.keySet());
        }
        return secrets;
    }

    private void closeToOthers(String name) {
        try {
            folder.closeToOthers(name);
        } catch (IOException | UnsupportedOperationException e) {
            log.accept(shown(name) + ": holds a secret, and cannot be closed to other users: " + e);
        }
    }

    /** Has the last good settings in force, or none, and says so once. */
    private void refuse(String name, String seen, RefusedException why, Caller by) {
        Entry before = entries.get(name);
        Optional<Pid> pid = Pid.ofFile(name);
        Optional<Map<String, String>> inForce = pid.flatMap(known -> good(known, before));
        Set<String> secrets =
                pid.map(known -> secrets(known, inForce.orElse(Map.of()))).orElse(Set.of());
        entries.put(name, new Entry(seen, Optional.of(why.why()), inForce, secrets));
        pid.ifPresent(known -> enforce(name, known, inForce.map(values -> checker.check(known, values))));
        if (before == null || !before.seen().equals(seen) || !before.refusal().equals(Optional.of(why.why()))) {
            log.accept(shown(name) + ": " + why.getMessage()
                    + (inForce.isPresent() ? "; the last good settings stay in force" : "; the file has no effect"));
            witnesses.note(new Notice(
                    pid.map(Pid::toString).orElse(""), by, "refused: " + shown(name) + ": " + why.getMessage()));
        }
    }

    /** The latest settings that still pass: those in force, else those that are kept. */
    private Optional<Map<String, String>> good(Pid pid, Entry before) {
        if (before != null
                && before.inForce().filter(values -> passes(pid, values)).isPresent()) {
            return before.inForce();
        }
        return lastGood.of(pid.file()).stream()
                .flatMap(copy -> CfgFile.find(copy).stream())
                .map(file -> Checker.withoutMarks(file.values()))
                .filter(values -> passes(pid, values))
                .findFirst();
    }

    private boolean passes(Pid pid, Map<String, String> values) {
        try {
            checker.check(pid, values);
            return true;
        } catch (InvalidFieldException e) {
            return false;
        }
    }

    private void enforce(String name, Pid pid, Optional<Map<String, Object>> properties) {
        try {
            if (properties.isPresent()) {
                configurations.put(pid, properties.get());
            } else {
                configurations.delete(pid);
            }
        } catch (IOException | IllegalStateException e) {
            log.accept(shown(name) + ": cannot be put in force: " + e);
            // The next look at the folder tries again.
            entries.computeIfPresent(
                    name, (key, entry) -> new Entry("", entry.refusal(), entry.inForce(), entry.secrets()));
        }
    }

    private void say(String words) {
        if (!words.isEmpty() && !words.equals(trouble)) {
            log.accept(words);
        }
        trouble = words;
    }

    /** The keys that differ. */
    private static String changed(Map<String, String> before, Map<String, String> after) {
        var keys = new TreeSet<String>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return keys.isEmpty() ? "only comments" : String.join(", ", keys);
    }

    private static String shown(String name) {
        return "etc/" + Text.clean(name, 120);
    }
}
