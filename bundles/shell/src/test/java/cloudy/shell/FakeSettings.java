// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.InvalidFieldException;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Files in memory, on a disk that can be full. */
final class FakeSettings implements Settings {

    final Map<String, Map<String, String>> files = new TreeMap<>();
    boolean full;

    @Override
    public Set<String> pids() {
        return Set.copyOf(files.keySet());
    }

    @Override
    public Map<String, String> read(String pid) {
        return files.getOrDefault(pid, Map.of());
    }

    @Override
    public void write(String pid, Map<String, String> values) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        if ("camera.lan".equals(values.get("address"))) {
            throw new InvalidFieldException("address", "must be an IP address, such as 10.139.40.22", "camera.lan");
        }
        files.put(pid, Map.copyOf(values));
    }

    @Override
    public void delete(String pid) throws IOException {
        files.remove(pid);
    }
}
