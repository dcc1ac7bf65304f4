// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Agents of Debian's package, each on a loopback address of its own: the other nodes of the cluster. */
final class RealSerf implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/serf");
    private static final int PORT = 5000;

    private final List<Agent> agents = new ArrayList<>();
    private final Path folder;

    RealSerf(Path folder) {
        this.folder = folder;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    Agent start(String name, String address, String... more) throws IOException {
        var agent = new Agent(name, address, more);
        agents.add(agent);
        return agent;
    }

    @Override
    public void close() {
        agents.forEach(Agent::kill);
    }

    /** One agent. */
    final class Agent {

        final String address;
        private final Process process;

        private Agent(String name, String address, String... more) throws IOException {
            this.address = address;
            var command = new ArrayList<String>(List.of(
                    PROGRAM.toString(),
                    "agent",
                    "-node=" + name,
                    "-bind=" + address + ":" + PORT,
                    "-rpc-addr=" + rpc(),
                    "-profile=lan",
                    "-protocol=4",
                    "-log-level=warn"));
            command.addAll(Arrays.asList(more));
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile())
                    .start();
        }

        String gossip() {
            return address + ":" + PORT;
        }

        String rpc() {
            return address + ":7373";
        }

        boolean isAlive() {
            return process.isAlive();
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        void tags(String value) throws IOException, InterruptedException {
            run("tags", "-rpc-addr=" + rpc(), "-set", "services=" + value);
        }

        void join(Agent other) throws IOException, InterruptedException {
            run("join", "-rpc-addr=" + rpc(), other.gossip());
        }

        /** What {@code serf members} of this agent says of the living. */
        String alive() throws IOException, InterruptedException {
            return run("members", "-rpc-addr=" + rpc(), "-status=alive");
        }

        String members() throws IOException, InterruptedException {
            return run("members", "-rpc-addr=" + rpc());
        }
    }

    static String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(PROGRAM.toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
