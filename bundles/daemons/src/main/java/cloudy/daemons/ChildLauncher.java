// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon.Signal;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program as a child of the node. */
final class ChildLauncher implements Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(ChildLauncher.class);

    private final Family family;

    /** @param folder of the program */
    ChildLauncher(Path folder) {
        family = new Family(folder);
    }

    @Override
    public Launched launch(List<String> command, Map<String, String> environment, Path directory, List<Path> elsewhere)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(Family.VARIABLE, family.mark());
        var child = new Child(builder.start());
        try {
            family.started(child.pid());
        } catch (IOException unwritable) {
            // It runs: given up here it would run unseen, and be started once more. Its mark will do.
            LOG.warn("The pid of {} cannot be put down: {}", command.get(0), unwritable.toString());
        }
        return child;
    }

    /** It is the node's own user's. */
    @Override
    public void share() {}

    @Override
    public void endRest(Duration patience) {
        try {
            family.end(patience);
        } catch (IOException stays) {
            LOG.warn("{}", stays.getMessage());
        } catch (InterruptedException nodeStops) {
            Thread.currentThread().interrupt();
        }
    }

    private record Child(Process process) implements Launched {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public void whenEnded(IntConsumer then) {
            var unused = process.onExit().thenAccept(ended -> then.accept(ended.exitValue()));
        }

        @Override
        public void signal(Signal signal) {
            switch (signal) {
                // Not by the process itself, which would close what the program writes its last words to.
                case TERM -> process.toHandle().destroy();
                case INT, HUP -> send(signal);
            }
        }

        @Override
        public void kill() {
            process.toHandle().destroyForcibly();
        }

        /** Java sends SIGTERM and SIGKILL only. */
        private void send(Signal signal) {
            try {
                new ProcessBuilder("kill", "-" + signal.name(), Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start();
            } catch (IOException noKillProgram) {
                throw new UncheckedIOException(noKillProgram);
            }
        }
    }
}
