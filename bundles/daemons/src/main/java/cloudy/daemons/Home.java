// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import cloudy.daemons.GeneratedFiles.CommandIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one program, {@code data/daemons/<name>}: its files, its own folder, its log. */
final class Home {

    private static final Logger LOG = LoggerFactory.getLogger(Home.class);

    private final Programs programs;
    private final Path own;
    private final GeneratedFiles files;
    private final OutputLog log;
    private final String name;

    Home(Path folder, Programs programs, Executor threads) throws IOException {
        this.programs = programs;
        own = folder.resolve("home");
        AtomicFile.privateFolder(own);
        files = new GeneratedFiles(folder);
        log = new OutputLog(folder, threads);
        name = folder.getFileName().toString();
    }

    /**
     * How a program is to be started.
     *
     * @param program where it is; empty where it is not installed
     * @param command its argument array; empty where there are no good files for it
     * @param refusal what its checker says against the files that were asked for
     */
    record Plan(
            Optional<Path> program, Optional<List<String>> command, Map<String, String> environment, Texts refusal) {}

    Plan prepare(Daemon daemon) throws IOException {
        var environment = environment(daemon);
        Optional<Path> program = programs.find(daemon.command().get(0));
        if (program.isEmpty()) {
            return new Plan(program, Optional.empty(), environment, Texts.none());
        }
        try {
            var commands = new Commands();
            var prepared = files.prepare(daemon, commands);
            Optional<List<String>> command = Optional.empty();
            if (prepared.files().isPresent()) {
                command = Optional.of(commands.of(daemon.command(), files.inForce()));
            }
            return new Plan(program, command, environment, prepared.refusal());
        } catch (InterruptedException nodeStops) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", nodeStops);
        }
    }

    Path own() {
        return own;
    }

    OutputLog log() {
        return log;
    }

    /** Keeps what a program writes until it closes its output; a thread of its own, since reading blocks. */
    void keep(InputStream output) {
        var reader = new Thread(
                () -> {
                    try (output) {
                        log.copy(output);
                    } catch (IOException broken) {
                        LOG.debug("The output of {} breaks off: {}", name, broken.getMessage());
                    }
                },
                "cloudy-daemons-log-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private Map<String, String> environment(Daemon daemon) {
        Map<String, String> environment = new HashMap<>(daemon.environment());
        environment.putIfAbsent("PATH", programs.searchPath());
        environment.putIfAbsent("LANG", "C.UTF-8");
        environment.putIfAbsent("HOME", own.toAbsolutePath().toString());
        return environment;
    }

    private final class Commands implements CommandIn {

        @Override
        public List<String> of(List<String> command, Path folder) throws IOException {
            List<String> all = new ArrayList<>();
            all.add(programs.find(command.get(0))
                    .orElseThrow(() -> new IOException(command.get(0) + " is not installed"))
                    .toString());
            command.stream().skip(1).map(placeholders(folder)).forEach(all::add);
            return all;
        }

        @Override
        public UnaryOperator<String> placeholders(Path folder) {
            String filesPath = folder.toAbsolutePath().toString();
            String homePath = own.toAbsolutePath().toString();
            return text -> text.replace(Daemon.FILES, filesPath).replace(Daemon.HOME, homePath);
        }
    }
}
