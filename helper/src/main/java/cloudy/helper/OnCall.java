// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Started by systemd when somebody calls, with the socket as its standard input; ends when nobody has for a while. */
public final class OnCall {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private OnCall() {}

    public static void main(String[] arguments) throws IOException {
        Channel inherited = System.inheritedChannel();
        if (!(inherited instanceof ServerSocketChannel listening)) {
            System.err.println("systemd starts this, with a socket as its standard input");
            System.exit(2);
            return;
        }
        var commands = new Commands();
        var state = Path.of(System.getenv().getOrDefault("STATE_DIRECTORY", "/var/lib/cloudy-helper"));
        var packages = new Packages(commands, new Masks(state.resolve("masked")), Path.of("/"));
        var programs = new Programs(commands, Path.of("/run/cloudy-helper"), state, Path.of("/var/lib/cloudy/data"));
        new Server(listening, "cloudy", new Actions(packages, programs)).serve(IDLE);
        // Whoever is waiting in the queue of the socket has systemd start the next one.
        System.exit(0);
    }
}
