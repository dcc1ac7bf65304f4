// SPDX-License-Identifier: Apache-2.0
package cloudy.external;

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

/** Files in memory, on a disk that can be full. */
final class FakeSettings implements Settings {

    final Map<String, Map<String, String>> files = new TreeMap<>();
    boolean full;

    @Override
    public synchronized Set<String> pids() {
        return Set.copyOf(files.keySet());
    }

    @Override
    public synchronized Map<String, String> read(String pid) {
        return files.getOrDefault(pid, Map.of());
    }

    @Override
    public synchronized void write(String pid, Map<String, String> values, Caller by) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        files.put(pid, Map.copyOf(values));
    }

    @Override
    public synchronized void delete(String pid, Caller by) throws IOException {
        files.remove(pid);
    }

    @Override
    public Set<String> declared() {
        return Set.of();
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
    public Map<String, Texts> refusals() {
        return Map.of();
    }

    @Override
    public String version(String pid) {
        return "";
    }

    @Override
    public synchronized void change(String pid, Map<String, Optional<String>> changes, Caller by) throws IOException {
        Map<String, String> values = new TreeMap<>(read(pid));
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key)));
        write(pid, values, by);
    }

    @Override
    public List<SettingsVersion> history(String pid) {
        return List.of();
    }

    @Override
    public void restore(String pid, String version, Caller by) {
        throw new UnsupportedOperationException();
    }
}
