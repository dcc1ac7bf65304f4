// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has root's helper run a program: as a unit of systemd's, under a user of its own, who sees nothing of the node but what
 * the node writes for it. The unit ends when the node does, however that ends, and the helper ends what is left of one
 * before it starts another.
 */
final class HelperLauncher implements Launcher {

    private static final Path DAEMONS = Path.of("/var/lib/cloudy/data/daemons");
    private static final Set<String> HELPERS_OWN = Set.of("PATH", "LANG", "HOME");
    private static final int OPENED_WITHIN_SECONDS = 30;

    private final Program program;
    private final HelperCalls helper;
    private final Shared shared;
    private final ChildLauncher child;

    /** @param folder of the program, which is shared with its group */
    HelperLauncher(Program program, Path folder, HelperCalls helper, String group) {
        this.program = program;
        this.helper = helper;
        shared = new Shared(program, folder, group);
        child = new ChildLauncher(folder);
    }

    /** By the helper where there is one and it knows the program, and else as a child of the node. */
    static Launcher orChild(String name, Path folder) {
        return Program.of(name)
                .filter(known -> folder.equals(DAEMONS.resolve(known.word())) && Files.exists(Path.of(Frames.SOCKET)))
                .<Launcher>map(known ->
                        new HelperLauncher(known, folder, new HelperCalls(Path.of(Frames.SOCKET)), known.user()))
                .orElseGet(() -> new ChildLauncher(folder));
    }

    @Override
    public Launched launch(List<String> command, Map<String, String> environment, Path directory) throws IOException {
        if (!command.get(0).equals(program.path())) {
            // The operator's own, of which the helper knows nothing.
            return child.launch(command, environment, directory);
        }
        shared.share();
        var variables = new HashMap<>(environment);
        variables.keySet().removeAll(HELPERS_OWN);
        var start = new Request.Start(program, command.subList(1, command.size()), variables);
        try (SocketChannel call = helper.call(start)) {
            Reply.Open open = HelperCalls.next(call, Reply.Open.class);
            CompletableFuture<InputStream> output = reading(Path.of(open.path()));
            Reply.Running running = HelperCalls.next(call, Reply.Running.class);
            return new Unit(program, helper, running.pid(), opened(output));
        }
    }

    /** Opens what the program writes to. That waits for the program, as the program waits for it. */
    private CompletableFuture<InputStream> reading(Path pipe) {
        var opened = new CompletableFuture<InputStream>();
        var thread = new Thread(
                () -> {
                    try {
                        InputStream stream = Files.newInputStream(pipe);
                        if (!opened.complete(stream)) {
                            stream.close();
                        }
                    } catch (IOException gone) {
                        opened.completeExceptionally(gone);
                    }
                },
                "cloudy-daemons-open-" + program.word());
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    private static InputStream opened(CompletableFuture<InputStream> output) throws IOException {
        try {
            return output.get(OPENED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException nodeStops) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", nodeStops);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            throw new IOException("what the program writes cannot be read", e);
        }
    }

    @Override
    public void share() throws IOException {
        shared.share();
    }

    /** What ran as a child, before there was a helper or because the operator has a program of his own. */
    @Override
    public void endRest(Duration patience) {
        child.endRest(patience);
    }
}
