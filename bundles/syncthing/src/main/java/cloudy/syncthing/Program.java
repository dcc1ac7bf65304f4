// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.Daemon.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Syncthing as a program of this node's: a pure function of the settings. */
final class Program {

    private static final Duration STOP_TIME = Duration.ofSeconds(15);

    private Program() {}

    /** @param elsewhere where folders are, or may come to be, beside those in the node's data */
    static Daemon daemon(
            SyncthingSettings settings, Path home, String key, Daemon.Readiness ready, List<Path> elsewhere) {
        var environment = new LinkedHashMap<String, String>();
        // In the environment and not among the arguments, which every user of the machine can read.
        environment.put("STGUIAPIKEY", key);
        environment.put("STGUIADDRESS", settings.rest().getAuthority());
        // One process instead of two: the supervisor is the node's.
        environment.put("STMONITORED", "yes");
        if (!settings.upgrade()) {
            environment.put("STNOUPGRADE", "1");
        }
        List<String> command = List.of(
                "syncthing",
                "serve",
                "--home=" + home.toAbsolutePath(),
                "--no-browser",
                "--no-restart",
                "--logflags=0");
        return new Daemon(
                "syncthing",
                command,
                environment,
                Map.of(),
                List.of(),
                ready,
                Optional.empty(),
                Signal.TERM,
                STOP_TIME,
                "syncthing",
                elsewhere);
    }
}
