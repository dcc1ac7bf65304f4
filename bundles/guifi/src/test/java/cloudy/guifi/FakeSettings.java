// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.access.Caller;
import cloudy.testing.MemorySettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings in memory, of which nobody reads what begins with a dot but by asking for a secret. */
final class FakeSettings extends MemorySettings {

    @Override
    public synchronized Map<String, String> read(String pid) {
        var open = new TreeMap<>(super.read(pid));
        open.keySet().removeIf(key -> key.startsWith("."));
        return open;
    }

    @Override
    public synchronized Optional<char[]> secret(String pid, String key) {
        return Optional.ofNullable(all().get(key)).map(String::toCharArray);
    }

    @Override
    public synchronized void change(String pid, Map<String, Optional<String>> changes, Caller by) throws IOException {
        var values = new TreeMap<>(all());
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key)));
        write(pid, values, by);
    }

    /** The file as it is on the disk. */
    synchronized Map<String, String> all() {
        return files().getOrDefault(Guifi.PID, Map.of());
    }

    void token(String token) {
        files().put(Guifi.PID, Map.of(".token", token));
    }
}
