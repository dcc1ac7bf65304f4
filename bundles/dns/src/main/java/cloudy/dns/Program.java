// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.Daemon.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** BIND as a program of this node's: a pure function of its configuration. */
final class Program {

    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    private static final String CONFIGURATION = "named.conf";
    private static final String PATH = Daemon.FILES + '/' + CONFIGURATION;

    private Program() {}

    static Daemon daemon(String configuration, Daemon.Readiness ready) {
        // In the foreground, and as who the node is: nothing here needs root but a port below 1024, and a right for
        // that can be had by itself.
        return Daemon.of("named", List.of("named", "-f", "-c%s".formatted(PATH)), "bind9")
                .withFiles(Map.of(CONFIGURATION, configuration), List.of("named-checkconf", PATH))
                .readyWhen(ready)
                .reloadedBy(Signal.HUP)
                .stoppedBy(Signal.TERM, STOP_TIME);
    }
}
