// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.Daemon.Signal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How our own agent is run: a pure function of the settings and the node's address.
 *
 * @param name its name in the cluster
 * @param advertised where others reach it
 * @param json its configuration file; secrets are there and in no argument
 */
record AgentConfig(String name, Endpoint advertised, String json) {

    private static final String FILE = "agent.json";

    /** Serf tells the others, then waits a moment for the news to spread. */
    private static final Duration LEAVE_TIME = Duration.ofSeconds(6);

    private static final int PROBE_MILLIS = 1_000;

    /** Empty while the node has no address in the community network. */
    static Optional<AgentConfig> of(SerfSettings settings, Node node, String rpcAuth) {
        Optional<InetAddress> community = node.address(Audience.COMMUNITY);
        Optional<InetAddress> bound = settings.bind().host().isEmpty()
                ? community
                : SerfSettings.literal(settings.bind().host());
        Optional<InetAddress> told = settings.advertise()
                .map(endpoint -> SerfSettings.literal(endpoint.host()))
                .orElse(bound.filter(InetAddress::isAnyLocalAddress).isPresent() ? community : bound);
        if (bound.isEmpty() || told.isEmpty()) {
            return Optional.empty();
        }
        // The operator may name a router's address as the node's own: nothing can be bound to that.
        String bindHost = settings.bind().host().isEmpty() && !isLocal(bound.get())
                ? "0.0.0.0"
                : bound.get().getHostAddress();
        var bind = new Endpoint(bindHost, settings.bind().port());
        var advertised = new Endpoint(
                told.get().getHostAddress(),
                settings.advertise().orElse(settings.bind()).port());
        String name = new ClusterName(node.id(), advertised.host(), advertised.port()).toString();
        return Optional.of(new AgentConfig(name, advertised, json(settings, name, bind, advertised, rpcAuth)));
    }

    private static String json(SerfSettings settings, String name, Endpoint bind, Endpoint advertised, String rpcAuth) {
        var values = new LinkedHashMap<String, Object>();
        values.put("node_name", name);
        values.put("bind", bind);
        values.put("advertise", advertised);
        values.put("rpc_addr", settings.rpc());
        values.put("profile", settings.profile());
        values.put("protocol", settings.protocol());
        values.put("log_level", "warn");
        values.put("leave_on_terminate", true);
        if (!rpcAuth.isEmpty()) {
            values.put("rpc_auth", rpcAuth);
        }
        if (!settings.encryptKey().isEmpty()) {
            values.put("encrypt_key", settings.encryptKey());
        }
        return values.entrySet().stream()
                .map(entry -> "  " + quote(entry.getKey()) + ": " + value(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String value(Object value) {
        return value instanceof Number || value instanceof Boolean ? value.toString() : quote(value.toString());
    }

    private static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** The agent as a program; ready when it takes commands. */
    Daemon daemon(InetSocketAddress rpc) {
        return Daemon.of("serf", List.of("serf", "agent", "-config-file=" + Daemon.FILES + "/" + FILE), "serf")
                .withFiles(Map.of(FILE, json), List.of())
                .stoppedBy(Signal.TERM, LEAVE_TIME)
                .readyWhen(() -> {
                    try (var socket = new Socket()) {
                        socket.connect(rpc, PROBE_MILLIS);
                        return true;
                    }
                });
    }
}
