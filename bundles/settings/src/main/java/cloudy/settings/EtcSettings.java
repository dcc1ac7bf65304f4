// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings in {@code etc/cloudy.*.cfg}, with ConfigurationAdmin kept in step.
 *
 * <p>When it is there, every file has been looked at once, so what starts after it starts with its settings.
 */
@Component(service = {Settings.class, EtcSettings.class})
public final class EtcSettings implements Settings {

    /** The version of what has no file. */
    static final String NONE = "none";

    private static final Logger LOG = LoggerFactory.getLogger(EtcSettings.class);

    /** What is done with the lock held. */
    @FunctionalInterface
    interface Change {

        /** Does it. */
        void make() throws IOException;
    }

    private final EtcFolder folder;
    private final LastGood lastGood;
    private final History history;
    private final Declarations declarations = new Declarations();
    private final Checker checker = new Checker(declarations);
    private final Witnesses witnesses;

    /** This object is its lock. */
    private final Mirror mirror;

    @Activate
    public EtcSettings(@Reference ConfigurationAdmin admin, @Reference Witnesses witnesses, BundleContext context) {
        this(
                new EtcFolder(Path.of(context.getProperty("karaf.etc"))),
                Path.of(context.getProperty("karaf.data"), "settings"),
                InstantSource.system(),
                admin,
                List.of(context.getBundles()),
                witnesses,
                LOG::warn);
        closeCache(context);
    }

    EtcSettings(
            EtcFolder folder,
            Path data,
            InstantSource clock,
            ConfigurationAdmin admin,
            List<Bundle> bundles,
            Witnesses witnesses,
            Consumer<String> log) {
        this.folder = folder;
        this.witnesses = witnesses;
        lastGood = new LastGood(data);
        history = new History(data.resolve("history"), clock);
        mirror = new Mirror(folder, lastGood, history, admin, checker, witnesses, log);
        bundles.forEach(declarations::add);
        mirror.open();
        witnesses.deliver();
    }

    /** The folder that is kept in step with. */
    Path folder() {
        return folder.path();
    }

    /** Looks at every file again; those that have not changed are left alone. */
    void rescan() {
        synchronized (this) {
            mirror.rescan();
        }
        witnesses.deliver();
    }

    /** Takes note of what a bundle says of its settings, and checks them by it. */
    void declare(Bundle bundle) {
        Set<String> words = declarations.add(bundle);
        if (!words.isEmpty()) {
            synchronized (this) {
                mirror.recheck(words);
            }
            witnesses.deliver();
        }
    }

    /** A bundle is gone, and nothing is checked by what it said any more. */
    void withdraw(Bundle bundle) {
        declarations.remove(bundle);
    }

    @Override
    public synchronized Set<String> pids() {
        var pids = new TreeSet<String>();
        mirror.entries().keySet().forEach(name -> Pid.ofFile(name).ifPresent(pid -> pids.add(pid.toString())));
        return pids;
    }

    @Override
    public Set<String> declared() {
        return declarations.words();
    }

    @Override
    public synchronized Map<String, String> read(String pid) {
        return mirror.entry(Pid.parse(pid)).map(Entry::shown).orElse(Map.of());
    }

    @Override
    public synchronized Optional<char[]> secret(String pid, String key) {
        return mirror.entry(Pid.parse(pid))
                .map(entry -> entry.hidden().get(key))
                .map(String::toCharArray);
    }

    @Override
    public synchronized Set<String> secrets(String pid) {
        return mirror.entry(Pid.parse(pid))
                .map(entry -> entry.hidden().keySet())
                .orElse(Set.of());
    }

    @Override
    public Optional<Form> form(String pid) {
        return declarations.form(Pid.parse(pid).word());
    }

    @Override
    public synchronized Map<String, Texts> refusals() {
        var refusals = new TreeMap<String, Texts>();
        mirror.entries()
                .forEach((name, entry) -> entry.refusal().ifPresent(why -> refusals.put(Text.clean(name, 255), why)));
        return refusals;
    }

    @Override
    public synchronized String version(String pid) {
        return mirror.entry(Pid.parse(pid)).map(EtcSettings::word).orElse(NONE);
    }

    @Override
    public void write(String pid, Map<String, String> values, Caller by) throws IOException {
        Pid target = Pid.parse(pid);
        ordered(target, () -> {
            var all = new LinkedHashMap<>(values);
            mirror.entry(target).ifPresent(entry -> entry.hidden().forEach(all::putIfAbsent));
            store(target, all, by);
        });
    }

    @Override
    public void change(String pid, Map<String, Optional<String>> changes, Caller by) throws IOException {
        Pid target = Pid.parse(pid);
        ordered(
                target,
                () -> store(
                        target,
                        changed(mirror.entry(target).flatMap(Entry::inForce).orElse(Map.of()), changes),
                        by));
    }

    @Override
    public void delete(String pid, Caller by) throws IOException {
        Pid target = Pid.parse(pid);
        ordered(target, () -> remove(target, by));
    }

    @Override
    public List<SettingsVersion> history(String pid) {
        return versions(pid).stream().map(Version::shown).toList();
    }

    @Override
    public void restore(String pid, String version, Caller by) throws IOException {
        Pid target = Pid.parse(pid);
        ordered(target, () -> {
            Stored stored = versions(pid).stream()
                    .filter(each -> each.id().equals(version))
                    .findFirst()
                    .orElseThrow(() -> new InvalidFieldException(
                            "version",
                            Texts.of(
                                    "no és cap de les que es conserven",
                                    "no es ninguna de las que se conservan",
                                    "is not one that is kept"),
                            version))
                    .stored();
            Optional<Map<String, String>> values = stored.values();
            if (stored.content().isEmpty()) {
                remove(target, by);
            } else if (values.isEmpty()) {
                throw new InvalidFieldException(
                        "version",
                        Texts.of("ja no es pot llegir", "ya no se puede leer", "cannot be read any more"),
                        version);
            } else {
                put(target, values.get(), stored.content().get(), by);
            }
        });
    }

    /** The versions of a PID as they are, with their secrets. */
    synchronized List<Version> versions(String pid) {
        Pid target = Pid.parse(pid);
        var versions = new ArrayList<Version>();
        history.of(target.file())
                .forEach((number, stored) -> versions.add(0, Version.of(number, stored, checker, target)));
        return versions;
    }

    /**
     * How settings would differ after a change, which is checked as if it were made; without values they would be gone.
     *
     * @throws InvalidFieldException names the field that could not be taken
     */
    synchronized List<Difference> preview(String pid, Optional<Map<String, Optional<String>>> changes) {
        Pid target = Pid.parse(pid);
        Map<String, String> before =
                mirror.entry(target).flatMap(Entry::inForce).orElse(Map.of());
        var after = new LinkedHashMap<String, String>();
        if (changes.isPresent()) {
            after.putAll(changed(before, changes.get()));
            checker.check(target, after);
        }
        Set<String> secrets = checker.secrets(target, before);
        secrets.addAll(checker.secrets(target, after));
        return Difference.between(before, after, secrets);
    }

    private static Map<String, String> changed(Map<String, String> values, Map<String, Optional<String>> changes) {
        var all = new LinkedHashMap<>(values);
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> all.put(key, text), () -> all.remove(key)));
        return all;
    }

    /** Whether only an admin may change settings. Of what no bundle describes nobody knows how far it reaches. */
    boolean isAdminOnly(String pid) {
        return declarations.of(Pid.parse(pid).word()).map(Schema::adminOnly).orElse(true);
    }

    /** Whether a bundle says that it is the PID of a list of things. */
    boolean isList(String pid) {
        return declarations.of(Pid.parse(pid).word()).filter(Schema::factory).isPresent();
    }

    /** Does something to settings while nobody else can; returns false and does nothing if somebody has before. */
    boolean ifUnchanged(String pid, String version, Change change) throws IOException {
        try {
            synchronized (this) {
                mirror.look(Pid.parse(pid).file(), Caller.file());
                boolean unchanged = version(pid).equals(version);
                if (unchanged) {
                    change.make();
                }
                return unchanged;
            }
        } finally {
            witnesses.deliver();
        }
    }

    /** Makes a change after what was edited by hand meanwhile has been seen, so that it is not lost. */
    private void ordered(Pid pid, Change change) throws IOException {
        try {
            synchronized (this) {
                mirror.look(pid.file(), Caller.file());
                change.make();
            }
        } finally {
            // With the lock held by ifUnchanged() it is told when that has let go.
            if (!Thread.holdsLock(this)) {
                witnesses.deliver();
            }
        }
    }

    private void store(Pid pid, Map<String, String> values, Caller by) throws IOException {
        CfgFile file = readable(pid.file()).flatMap(CfgFile::find).orElse(CfgFile.empty());
        put(pid, values, file.with(values).bytes(), by);
    }

    private void put(Pid pid, Map<String, String> values, byte[] content, Caller by) throws IOException {
        String name = pid.file();
        checker.check(pid, values);
        if (mirror.entry(pid).isEmpty() && mirror.entries().size() >= folder.maxFiles()) {
            throw new InvalidFieldException(
                    "pid",
                    Texts.of("ja no hi cap, n'hi ha %s", "ya no cabe, hay %s", "is one too many, there are %s already")
                            .with(folder.maxFiles()));
        }
        if (content.length > EtcFolder.MAX_BYTES) {
            throw new InvalidFieldException(
                    "pid",
                    Texts.of(
                            "la seva configuració ocupa més de 64 kB",
                            "su configuración ocupa más de 64 kB",
                            "its settings take more than 64 kB"));
        }
        Optional<byte[]> old = readable(name);
        if (old.filter(bytes -> Arrays.equals(bytes, content)).isPresent()) {
            return;
        }
        if (old.isPresent() && mirror.entry(pid).flatMap(Entry::refusal).isPresent()) {
            lastGood.keepRefused(name, old.get());
        }
        Set<String> secrets = checker.secrets(pid, values);
        if (!secrets.isEmpty()) {
            // Before the secret is in it.
            folder.closeToOthers(name);
        }
        history.wish(name, Optional.of(content), secrets, by.name());
        try {
            AtomicFile.write(folder.file(name), content);
        } catch (IOException e) {
            // Whether the old one is there or the new one, the file says itself.
            mirror.look(name, by);
            throw e;
        }
        // Not read back: a disk that fails just then would leave the old ones in force, and nobody would be told.
        mirror.take(name, content, by);
    }

    private void remove(Pid pid, Caller by) throws IOException {
        String name = pid.file();
        if (Files.exists(folder.file(name), LinkOption.NOFOLLOW_LINKS)) {
            history.wish(name, Optional.empty(), Set.of(), by.name());
            AtomicFile.delete(folder.file(name));
        }
        if (mirror.entry(pid).isPresent()) {
            mirror.forget(name, by);
        }
    }

    private Optional<byte[]> readable(String name) {
        try {
            return folder.read(name);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static String word(Entry entry) {
        return Entry.stamp(entry.seen().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /** ConfigurationAdmin keeps what it is given, secrets among it, below the framework's own folder. */
    private static void closeCache(BundleContext context) {
        String cache = context.getProperty(Constants.FRAMEWORK_STORAGE);
        if (cache == null || !Files.isDirectory(Path.of(cache))) {
            return;
        }
        try {
            AtomicFile.privateFolder(Path.of(cache));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("The cache of the framework holds secrets, and cannot be closed to other users: {}", e.toString());
        }
    }
}
