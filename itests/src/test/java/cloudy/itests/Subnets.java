// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hosts that have a link each, and a router between them: as in a community network, mDNS ends at the router. */
final class Subnets implements Closeable {

    private final Host router;
    private final List<Host> hosts = new ArrayList<>();

    Subnets() throws IOException {
        router = Host.alone("router", "127.0.0.1");
        router.run("sysctl", "-qw", "net.ipv4.ip_forward=1").succeeded();
    }

    /** Adds a host with one interface, {@code eth0}, in the next subnet. */
    Host join(String name) throws IOException {
        int number = hosts.size() + 1;
        Host host = Host.alone(name, "10.78." + number + ".2");
        hosts.add(host);
        String port = port(host);
        router.run("ip", "link", "add", port, "type", "veth", "peer", "name", "wire")
                .succeeded();
        // The name that this process has for the host, not the one that the router's namespace would have.
        Command.run(List.of(
                        "nsenter",
                        "-t",
                        Long.toString(router.init()),
                        "-n",
                        "--",
                        "ip",
                        "link",
                        "set",
                        "wire",
                        "netns",
                        Long.toString(host.init()),
                        "name",
                        "eth0"))
                .succeeded();
        router.run("ip", "addr", "add", gateway(host) + "/24", "dev", port).succeeded();
        router.run("ip", "link", "set", port, "up").succeeded();
        address(host, host.address());
        // Nobody answers questions for names here: without a name server asking takes no time, with a dead one half a
        // minute of every boot.
        host.run("mount", "--bind", "/dev/null", "/etc/resolv.conf").succeeded();
        return host;
    }

    /** Gives a host another address in its subnet in place of the one that it has. */
    void address(Host host, String address) {
        host.run("ip", "addr", "flush", "dev", "eth0").succeeded();
        host.run("ip", "addr", "add", address + "/24", "dev", "eth0").succeeded();
        host.run("ip", "link", "set", "eth0", "up").succeeded();
        host.run("ip", "route", "replace", "default", "via", gateway(host)).succeeded();
    }

    /** Pulls the plug of a host, or puts it back. */
    void plug(Host host, boolean in) {
        router.run("ip", "link", "set", port(host), in ? "up" : "down").succeeded();
    }

    private String port(Host host) {
        return "port" + (hosts.indexOf(host) + 1);
    }

    private String gateway(Host host) {
        return "10.78." + (hosts.indexOf(host) + 1) + ".1";
    }

    @Override
    public void close() {
        hosts.forEach(Host::close);
        router.close();
    }
}
