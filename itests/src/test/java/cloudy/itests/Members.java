// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Members of a community, each Serf's own agent with the services of an original Cloudy, all on one host; some come and go. */
final class Members implements Closeable {

    private static final int FIRST_RPC = 7400;

    private final Host host;
    private final Path folder;
    private final String through;
    private final List<Process> agents = new ArrayList<>();

    private Members(Host host, Path folder, String through) {
        this.host = host;
        this.folder = folder;
        this.through = through;
    }

    /** Starts them; each joins as soon as the node at an address lets it. */
    static Members on(Host host, Path folder, String through, int count) throws IOException {
        var members = new Members(host, folder, through);
        for (int i = 0; i < count; i++) {
            host.run("ip", "addr", "add", address(i) + "/24", "dev", "eth0").succeeded();
            members.agents.add(members.start(i));
        }
        return members;
    }

    /** Ends one, which says goodbye, and starts it again in place of the one that it was. */
    void replace(int i) throws IOException {
        agents.get(i).destroy();
        agents.get(i).onExit().join();
        agents.set(i, start(i));
    }

    private Process start(int i) throws IOException {
        return host.start(
                folder.resolve("member" + i + ".log").toFile(),
                "serf",
                "agent",
                "-node=member-" + i,
                "-bind=" + address(i) + ":5000",
                "-rpc-addr=127.0.0.1:" + (FIRST_RPC + i),
                "-profile=wan",
                "-protocol=4",
                "-retry-join=" + through,
                "-retry-interval=1s",
                "-tag=services=" + OldNode.SERVICES);
    }

    private static String address(int i) {
        return "10.77.0." + (100 + i);
    }

    @Override
    public void close() {
        agents.forEach(Process::destroyForcibly);
    }
}
