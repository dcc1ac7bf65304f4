// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import cloudy.api.access.Caller;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Settings in memory, on a disk that can be full, for tests of what reads and changes them. They are taken as they are:
 * what is a good value is the matter of the bundle {@code settings} and its own tests. What begins with a dot is a
 * secret. Safe for use by many threads.
 */
public class MemorySettings implements Settings {

    private final Map<String, Map<String, String>> files = new ConcurrentSkipListMap<>();
    private final Map<String, Form> forms = new ConcurrentSkipListMap<>();
    private final Map<String, Texts> refusals = new ConcurrentSkipListMap<>();
    private Optional<Caller> changedBy = Optional.empty();
    private boolean full;

    /** From now on, or not any more, the disk takes nothing. */
    public synchronized void full(boolean now) {
        full = now;
    }

    /** The files by PID as the disk has them, secrets among the rest; to be put there and looked at. */
    public Map<String, Map<String, String>> files() {
        return files;
    }

    /** What bundles declare, by PID. */
    public Map<String, Form> forms() {
        return forms;
    }

    /** Why files are not in force, by their names; to be put there, too. */
    @Override
    public Map<String, Texts> refusals() {
        return refusals;
    }

    /** Who changed something last. */
    public synchronized Optional<Caller> changedBy() {
        return changedBy;
    }

    @Override
    public synchronized Set<String> pids() {
        return Set.copyOf(files.keySet());
    }

    @Override
    public synchronized Map<String, String> read(String pid) {
        return part(pid, false);
    }

    private Map<String, String> file(String pid) {
        return files.getOrDefault(pid, Map.of());
    }

    private Map<String, String> part(String pid, boolean secret) {
        Map<String, String> part = new TreeMap<>(file(pid));
        part.keySet().removeIf(key -> key.startsWith(".") != secret);
        return part;
    }

    @Override
    public synchronized void write(String pid, Map<String, String> values, Caller by) throws IOException {
        Map<String, String> all = part(pid, true);
        all.putAll(values);
        store(pid, all, by);
    }

    private void store(String pid, Map<String, String> values, Caller by) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        changedBy = Optional.of(by);
        files.put(pid, Map.copyOf(values));
    }

    @Override
    public synchronized void change(String pid, Map<String, Optional<String>> changes, Caller by) throws IOException {
        Map<String, String> values = new TreeMap<>(file(pid));
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key)));
        store(pid, values, by);
    }

    @Override
    public synchronized void delete(String pid, Caller by) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        changedBy = Optional.of(by);
        files.remove(pid);
    }

    @Override
    public synchronized Set<String> declared() {
        return Set.copyOf(forms.keySet());
    }

    @Override
    public synchronized Optional<char[]> secret(String pid, String key) {
        return Optional.ofNullable(part(pid, true).get(key)).map(String::toCharArray);
    }

    @Override
    public synchronized Set<String> secrets(String pid) {
        return Set.copyOf(part(pid, true).keySet());
    }

    @Override
    public synchronized Optional<Form> form(String pid) {
        return Optional.ofNullable(forms.get(pid));
    }

    @Override
    public synchronized String version(String pid) {
        return files.containsKey(pid) ? Integer.toHexString(files.get(pid).hashCode()) : "none";
    }

    @Override
    public List<SettingsVersion> history(String pid) {
        return List.of();
    }

    @Override
    public void restore(String pid, String version, Caller by) {
        throw new UnsupportedOperationException("nothing is kept");
    }
}
