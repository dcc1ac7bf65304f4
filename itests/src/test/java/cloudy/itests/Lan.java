// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hosts on one link: a bridge in a namespace of its own, so nothing of it is seen by the machine or by another test. */
final class Lan implements Closeable {

    private final Host bridge;
    private final List<Host> hosts = new ArrayList<>();

    Lan() throws IOException {
        bridge = Host.alone("bridge", "127.0.0.1");
        // No one asks for group memberships here, and a bridge that waits for the answers loses multicast.
        bridge.run("ip", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0")
                .succeeded();
        bridge.run("ip", "link", "set", "br0", "up").succeeded();
    }

    /** Adds a host with one interface, {@code eth0}, and the next address. */
    Host join(String name) throws IOException {
        int number = hosts.size() + 1;
        Host host = Host.alone(name, "10.77.0." + number);
        hosts.add(host);
        String port = "port" + number;
        bridge.run("ip", "link", "add", port, "type", "veth", "peer", "name", "wire" + number)
                .succeeded();
        bridge.run("ip", "link", "set", port, "master", "br0", "up").succeeded();
        // The name that this process has for the host, not the one that the bridge's namespace would have.
        Command.run(List.of(
                        "nsenter",
                        "-t",
                        Long.toString(bridge.init()),
                        "-n",
                        "--",
                        "ip",
                        "link",
                        "set",
                        "wire" + number,
                        "netns",
                        Long.toString(host.init()),
                        "name",
                        "eth0"))
                .succeeded();
        host.run("ip", "addr", "add", host.address() + "/24", "dev", "eth0").succeeded();
        host.run("ip", "link", "set", "eth0", "up").succeeded();
        host.run("ip", "route", "add", "224.0.0.0/4", "dev", "eth0").succeeded();
        return host;
    }

    /** Pulls the plug of a host, or puts it back. */
    void plug(Host host, boolean in) {
        bridge.run("ip", "link", "set", "port" + (hosts.indexOf(host) + 1), in ? "up" : "down")
                .succeeded();
    }

    @Override
    public void close() {
        hosts.forEach(Host::close);
        bridge.close();
    }
}
