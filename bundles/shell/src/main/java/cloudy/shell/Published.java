// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.registry.Share;
import cloudy.api.settings.Settings;
import java.util.List;
import java.util.Map;

/** A service published by hand: a file of {@code external} whose name says so. */
record Published(String pid, String type, String port) {

    /** All of them, by what the files say now: their owner may have edited them since. */
    static List<Published> all(Settings settings) {
        return settings.pids().stream()
                .filter(Share::isMade)
                .sorted()
                .map(pid -> read(pid, settings.read(pid)))
                .toList();
    }

    private static Published read(String pid, Map<String, String> values) {
        // A file that went, or was refused since this node started, has no values: its name remains.
        int dash = pid.lastIndexOf('-');
        int type = Math.min(dash, pid.indexOf('-') + 1);
        return new Published(
                pid,
                values.getOrDefault("type", pid.substring(type, dash)),
                values.getOrDefault("port", pid.substring(dash + 1)));
    }

    /** Where the operator finds it. */
    String file() {
        return Share.file(pid);
    }
}
