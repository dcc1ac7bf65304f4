// SPDX-License-Identifier: Apache-2.0
package cloudy.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;

/** Ends the node and has it started again: by whoever watches over it, or else by itself. */
final class Restart implements Runnable {

    /** What a supervisor takes for a failure, after which it starts the node anew (EX_TEMPFAIL). */
    private static final int STATUS = 75;

    private final Place place;

    Restart(Place place) {
        this.place = place;
    }

    @Override
    public void run() {
        if (isWatchedOver()) {
            // Ends the JVM from a thread of its own: the caller's is one of those that are waited for.
            var end = new Thread(() -> System.exit(STATUS), "cloudy-backup-restart");
            end.setDaemon(true);
            end.start();
            return;
        }
        var command =
                new ProcessBuilder("setsid", place.home().resolve("bin/cloudy").toString(), "restart");
        Map<String, String> environment = command.environment();
        environment.put("CLOUDY_BASE", place.base().toString());
        environment.put("CLOUDY_ETC", place.etc().toString());
        environment.put("CLOUDY_DATA", place.data().toString());
        environment.put(
                "CLOUDY_LOG",
                Path.of(System.getProperty(
                                "karaf.log", place.data().resolve("log").toString()))
                        .toString());
        var nothing = Path.of("/dev/null").toFile();
        try {
            command.redirectInput(Redirect.from(nothing))
                    .redirectOutput(Redirect.to(nothing))
                    .redirectError(Redirect.to(nothing))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** systemd says which process it started itself; in a container the node is the first. */
    private static boolean isWatchedOver() {
        String pid = Long.toString(ProcessHandle.current().pid());
        return pid.equals("1") || pid.equals(System.getenv("SYSTEMD_EXEC_PID"));
    }
}
