// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.access.Caller;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import cloudy.api.settings.SettingsVersion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of Serf, in memory. */
final class FakeSettings implements Settings {

    final Map<String, String> values = new LinkedHashMap<>();
    Optional<Caller> changedBy = Optional.empty();
    boolean full;

    @Override
    public Map<String, String> read(String pid) {
        return pid.equals("cloudy.serf") ? Map.copyOf(values) : Map.of();
    }

    @Override
    public void change(String pid, Map<String, Optional<String>> changes, Caller by) throws IOException {
        if (full) {
            throw new IOException("The disk is full.");
        }
        changedBy = Optional.of(by);
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key)));
    }

    @Override
    public Set<String> pids() {
        return Set.of();
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
    public void write(String pid, Map<String, String> wanted, Caller by) {
        throw new UnsupportedOperationException();
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
