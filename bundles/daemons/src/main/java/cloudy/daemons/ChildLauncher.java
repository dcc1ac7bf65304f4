// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon.Signal;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Runs programs as children of the node. */
final class ChildLauncher implements Launcher {

    @Override
    public Launched launch(List<String> command, Map<String, String> environment, Path directory) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Child(builder.start());
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
                case TERM -> process.destroy();
                case INT, HUP -> send(signal);
            }
        }

        @Override
        public void kill() {
            process.destroyForcibly();
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
