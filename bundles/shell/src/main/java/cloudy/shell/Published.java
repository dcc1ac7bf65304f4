// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.settings.Settings;
import java.util.List;
import java.util.Map;

/** A service published by hand: a file of {@code external} whose name says so. */
record Published(String pid, String type, String port) {

    private static final String PREFIX = "cloudy.external~published-";

    /** The place of a service of this type on this port; there is one for each pair. */
    static Published of(String type, int port) {
        return new Published(PREFIX + type + '-' + port, type, Integer.toString(port));
    }

    /** All of them, by what the files say now: their owner may have edited them since. */
    static List<Published> all(Settings settings) {
        return settings.pids().stream()
                .filter(pid -> pid.startsWith(PREFIX))
                .sorted()
                .map(pid -> read(pid, settings.read(pid)))
                .toList();
    }

    private static Published read(String pid, Map<String, String> values) {
        // A file that went, or was refused since this node started, has no values: its name remains.
        String name = pid.substring(PREFIX.length());
        int dash = Math.max(0, name.lastIndexOf('-'));
        return new Published(
                pid,
                values.getOrDefault("type", name.substring(0, dash)),
                values.getOrDefault("port", name.substring(dash).replace("-", "")));
    }

    /** Where the operator finds it. */
    String file() {
        return "etc/" + pid.replace('~', '-') + ".cfg";
    }
}
