// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.access.Caller;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import cloudy.api.settings.SettingsVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One file in memory; what begins with a dot is a secret. */
final class FakeSettings implements Settings {

    final Map<String, String> values = new TreeMap<>();

    @Override
    public Set<String> pids() {
        return Set.of(Guifi.PID);
    }

    @Override
    public Set<String> declared() {
        return Set.of(Guifi.PID);
    }

    @Override
    public synchronized Map<String, String> read(String pid) {
        var open = new TreeMap<>(values);
        open.keySet().removeIf(key -> key.startsWith("."));
        return open;
    }

    @Override
    public synchronized Optional<char[]> secret(String pid, String key) {
        return Optional.ofNullable(values.get(key)).map(String::toCharArray);
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
    public void write(String pid, Map<String, String> all, Caller by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void change(String pid, Map<String, Optional<String>> changes, Caller by) {
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key)));
    }

    @Override
    public void delete(String pid, Caller by) {
        throw new UnsupportedOperationException();
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
