// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Has root's helper run a program: as a unit of systemd's, under a user of its own, who sees nothing of the node but what
 * the node writes for it. The unit ends when the node does, however that ends, and the helper ends what is left of one
 * before it starts another.
 */
final class HelperLauncher implements Launcher {

    static final Path DAEMONS = Path.of("/var/lib/cloudy/data/daemons");
    private static final Set<String> HELPERS_OWN = Set.of("PATH", "LANG", "HOME");

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

    /** By the helper if it knows the program, or else as a child of the node. */
    static Launcher orChild(String name, Path folder) {
        return Program.of(name)
                .filter(known -> folder.equals(DAEMONS.resolve(known.word())))
                .<Launcher>map(known ->
                        new HelperLauncher(known, folder, new HelperCalls(Path.of(Frames.SOCKET)), known.user()))
                .orElseGet(() -> new ChildLauncher(folder));
    }

    @Override
    public Launched launch(List<String> command, Map<String, String> environment, Path directory, List<Path> elsewhere)
            throws IOException {
        if (!helper.answers()) {
            // Syncthing, for one, would take a key that it cannot read for none, and become somebody else.
            shared.requireOurs();
            return child.launch(command, environment, directory, elsewhere);
        }
        if (!command.get(0).equals(program.path()) || !elsewhere.isEmpty()) {
            // The operator's own, or with rights that he gave to the node's user: the helper knows nothing of that.
            // What it
            // kept under its own user, secrets among that, has to be the node's.
            helper.ask(new Request.Stop(program), Reply.Done.class);
            return child.launch(command, environment, directory, elsewhere);
        }
        shared.share();
        var variables = new HashMap<>(environment);
        variables.keySet().removeAll(HELPERS_OWN);
        var start = new Request.Start(program, command.subList(1, command.size()), variables);
        try (SocketChannel call = helper.call(start)) {
            Reply.Open open = helper.nextLate(call, Reply.Open.class);
            CompletableFuture<InputStream> output = Pipe.reading(Path.of(open.path()), program.word());
            Reply.Running running = helper.next(call, Reply.Running.class);
            return new Unit(program, helper, running.pid(), Pipe.opened(output));
        }
    }

    @Override
    public void share() throws IOException {
        if (helper.answers()) {
            shared.share();
        }
    }

    /** What ran as a child, before there was a helper or because the operator has a program of his own. */
    @Override
    public void endRest(Duration patience) {
        child.endRest(patience);
    }
}
