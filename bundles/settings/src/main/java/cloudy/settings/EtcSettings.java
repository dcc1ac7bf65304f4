// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Form;
import cloudy.api.settings.Settings;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ConfigurationAdmin in step with {@code etc/cloudy.*.cfg}.
 *
 * <p>When it is there, every file has been looked at once, so what starts after it starts with its settings.
 */
@Component(service = {Settings.class, EtcSettings.class})
public final class EtcSettings implements Settings {

    private static final Logger LOG = LoggerFactory.getLogger(EtcSettings.class);

    private final EtcFolder folder;
    private final LastGood lastGood;
    private final Configurations configurations;
    private final Declarations declarations;
    private final Checker checker;
    private final Consumer<String> log;

    /** By file name. This object is the lock of everything here. */
    private final Map<String, Entry> entries = new TreeMap<>();

    /** What was said last of the folder as a whole. */
    private String trouble = "";

    @Activate
    public EtcSettings(@Reference ConfigurationAdmin admin, BundleContext context) {
        this(
                new EtcFolder(Path.of(context.getProperty("karaf.etc"))),
                new LastGood(Path.of(context.getProperty("karaf.data"), "settings")),
                admin,
                List.of(context.getBundles()),
                LOG::warn);
    }

    EtcSettings(
            EtcFolder folder, LastGood lastGood, ConfigurationAdmin admin, List<Bundle> bundles, Consumer<String> log) {
        this.folder = folder;
        this.lastGood = lastGood;
        this.log = log;
        configurations = new Configurations(admin);
        declarations = new Declarations();
        checker = new Checker(declarations);
        bundles.forEach(declarations::add);
        open();
    }

    /** The folder that is kept in step with. */
    Path folder() {
        return folder.path();
    }

    /** Looks at every file again; those that have not changed are left alone. */
    synchronized void rescan() {
        try {
            EtcFolder.Listing listing = folder.list(entries.keySet());
            say(listing.full() ? "etc/: of the settings files only " + EtcFolder.MAX_FILES + " are used" : "");
            for (String name : List.copyOf(entries.keySet())) {
                if (!listing.names().contains(name)) {
                    forget(name);
                }
            }
            listing.names().forEach(this::look);
        } catch (IOException e) {
            // What cannot be seen is not gone: everything stays in force.
            say("etc/: cannot be read: " + e);
        }
    }

    /** Takes note of what a bundle says of its settings, and checks them by it. */
    void declare(Bundle bundle) {
        Set<String> words = declarations.add(bundle);
        if (words.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (String name : List.copyOf(entries.keySet())) {
                if (Pid.ofFile(name).filter(pid -> words.contains(pid.word())).isPresent()) {
                    lookAgain(name);
                }
            }
        }
    }

    /** A bundle is gone, and nothing is checked by what it said any more. */
    void withdraw(Bundle bundle) {
        declarations.remove(bundle);
    }

    @Override
    public synchronized Set<String> pids() {
        return entries.keySet().stream()
                .flatMap(name -> Pid.ofFile(name).stream())
                .map(Pid::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public synchronized Map<String, String> read(String pid) {
        Entry entry = entries.get(Pid.parse(pid).file());
        return entry == null ? Map.of() : entry.inForce().orElse(Map.of());
    }

    @Override
    public synchronized void write(String pid, Map<String, String> values, Caller by) throws IOException {
        Pid target = Pid.parse(pid);
        String name = target.file();
        checker.check(target, values);
        if (!entries.containsKey(name) && entries.size() >= EtcFolder.MAX_FILES) {
            throw new InvalidFieldException("pid", "is one too many, there are " + EtcFolder.MAX_FILES + " already");
        }
        Optional<byte[]> old = readable(name);
        CfgFile file = old.flatMap(EtcSettings::parsed).orElse(CfgFile.empty());
        byte[] content = file.with(values).bytes();
        if (content.length > EtcFolder.MAX_BYTES) {
            throw new InvalidFieldException("pid", "its settings take more than 64 kB");
        }
        if (old.isPresent() && refused(name, old.get())) {
            lastGood.keepRefused(name, old.get());
        }
        if (!old.filter(bytes -> Arrays.equals(bytes, content)).isPresent()) {
            AtomicFile.write(folder.file(name), content);
        }
        look(name);
    }

    @Override
    public synchronized void delete(String pid, Caller by) throws IOException {
        String name = Pid.parse(pid).file();
        AtomicFile.delete(folder.file(name));
        if (entries.containsKey(name)) {
            forget(name);
        }
    }

    @Override
    public Set<String> declared() {
        return declarations.words();
    }

    @Override
    public Optional<char[]> secret(String pid, String key) {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets(String pid) {
        return Set.of();
    }

    @Override
    public Optional<Form> form(String pid) {
        return Optional.empty();
    }

    @Override
    public Map<String, String> refusals() {
        return Map.of();
    }

    @Override
    public synchronized String version(String pid) {
        Entry entry = entries.get(Pid.parse(pid).file());
        return entry == null ? "" : entry.seen();
    }

    @Override
    public synchronized void change(String pid, Map<String, Optional<String>> changes, Caller by) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(read(pid));
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key)));
        write(pid, values, by);
    }

    @Override
    public List<SettingsVersion> history(String pid) {
        return List.of();
    }

    @Override
    public void restore(String pid, String version, Caller by) {
        throw new InvalidFieldException("version", "is not known", version);
    }

    private synchronized void open() {
        try {
            AtomicFile.sweep(folder.path(), "cloudy.*");
            lastGood.open(folder.list(Set.of()).names());
        } catch (IOException e) {
            say("etc/: cannot be read: " + e);
            return;
        }
        rescan();
        try {
            configurations.keepOnly(pids());
        } catch (IOException | IllegalStateException e) {
            log.accept("Settings without a file cannot be taken out of force: " + e);
        }
    }

    private void look(String name) {
        byte[] content;
        try {
            Optional<byte[]> read = folder.read(name);
            if (read.isEmpty()) {
                forget(name);
                return;
            }
            content = read.get();
        } catch (RefusedException e) {
            refuse(name, e.getMessage(), e);
            return;
        }
        Entry before = entries.get(name);
        String stamp = Entry.stamp(content);
        if (before == null || !before.seen().equals(stamp)) {
            decide(name, stamp, content);
        }
    }

    private void lookAgain(String name) {
        try {
            Optional<byte[]> content = folder.read(name);
            if (content.isPresent()) {
                decide(name, Entry.stamp(content.get()), content.get());
            }
        } catch (RefusedException e) {
            refuse(name, e.getMessage(), e);
        }
    }

    /** Takes a content or refuses it. */
    private void decide(String name, String stamp, byte[] content) {
        try {
            Pid pid = Pid.ofFile(name)
                    .orElseThrow(() -> new RefusedException(
                            "must be named cloudy.<word>.cfg or cloudy.<word>-<name>.cfg in plain letters and digits"));
            if (content.length == 0 && lastGood.of(name).stream().anyMatch(copy -> copy.length > 0)) {
                // What a power cut makes of a file that was being written.
                throw new RefusedException("is empty; delete it to go back to what the service has by itself");
            }
            Map<String, String> values =
                    Checker.withoutMarks(CfgFile.parse(content).values());
            Map<String, Object> properties = checker.check(pid, values);
            lastGood.keep(name, content, checker.knows(pid));
            entries.put(name, new Entry(stamp, Optional.empty(), Optional.of(values)));
            enforce(name, pid, Optional.of(properties));
        } catch (InvalidFieldException e) {
            refuse(name, stamp, RefusedException.of(e));
        } catch (RefusedException e) {
            refuse(name, stamp, e);
        }
    }

    /** Has the last good settings in force, or none, and says so once. */
    private void refuse(String name, String seen, RefusedException why) {
        Entry before = entries.get(name);
        Optional<Pid> pid = Pid.ofFile(name);
        Optional<Map<String, String>> inForce = pid.flatMap(known -> good(known, before));
        entries.put(name, new Entry(seen, Optional.of(why.getMessage()), inForce));
        pid.ifPresent(known -> enforce(name, known, inForce.map(values -> checker.check(known, values))));
        if (before == null || !before.seen().equals(seen) || !before.refusal().equals(Optional.of(why.getMessage()))) {
            log.accept(shown(name) + ": " + why.getMessage()
                    + (inForce.isPresent() ? "; the last good settings stay in force" : "; the file has no effect"));
        }
    }

    /** The latest settings that still pass: those in force, else those that are kept. */
    private Optional<Map<String, String>> good(Pid pid, Entry before) {
        if (before != null
                && before.inForce().filter(values -> passes(pid, values)).isPresent()) {
            return before.inForce();
        }
        return lastGood.of(pid.file()).stream()
                .flatMap(copy -> parsed(copy).stream())
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

    private void forget(String name) {
        entries.remove(name);
        lastGood.forget(name);
        Pid.ofFile(name).ifPresent(pid -> enforce(name, pid, Optional.empty()));
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
            entries.computeIfPresent(name, (key, entry) -> new Entry("", entry.refusal(), entry.inForce()));
        }
    }

    private boolean refused(String name, byte[] content) {
        Entry entry = entries.get(name);
        return entry == null
                || !entry.seen().equals(Entry.stamp(content))
                || entry.refusal().isPresent();
    }

    private Optional<byte[]> readable(String name) {
        try {
            return folder.read(name);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static Optional<CfgFile> parsed(byte[] content) {
        try {
            return Optional.of(CfgFile.parse(content));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private void say(String words) {
        if (!words.isEmpty() && !words.equals(trouble)) {
            log.accept(words);
        }
        trouble = words;
    }

    private static String shown(String name) {
        return "etc/" + Text.clean(name, 120);
    }
}
