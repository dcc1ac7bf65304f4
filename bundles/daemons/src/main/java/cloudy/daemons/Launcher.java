// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** One way to have one program run: as a child of this node, or as a systemd unit under the program's own user. */
interface Launcher {

    /**
     * Starts the program. Nothing of it may be left from before.
     *
     * @param command the program's absolute path and its arguments
     * @param environment everything that it inherits
     * @param elsewhere where it works beside the node's own data
     */
    Launched launch(List<String> command, Map<String, String> environment, Path directory, List<Path> elsewhere)
            throws IOException;

    /** Lets the program read, while it runs, what the node has written for it since it was launched. */
    void share() throws IOException;

    /**
     * Ends what the program left behind when it ended.
     *
     * @param patience until that is killed
     */
    void endRest(Duration patience);

    /** A program that was started. */
    interface Launched {

        long pid();

        /** What it writes to its standard output and error. */
        InputStream output();

        /** Hands over its exit status once it has ended and nothing is left of it in the process table. */
        void whenEnded(IntConsumer then);

        /** Asks it to end. */
        void signal(Signal signal);

        /** Ends it without asking. */
        void kill();
    }
}
