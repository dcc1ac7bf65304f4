// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Health;
import cloudy.api.Node;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.form.Texts;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent that this node runs by itself: kept as the settings and the node's present address want it. */
final class OwnAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnAgent.class);

    private final SerfSettings settings;
    private final Node node;
    private final Optional<Daemons> daemons;
    private final String rpcAuth;
    private final InetSocketAddress rpc;
    private final Runnable ready;

    private volatile Optional<AgentConfig> config = Optional.empty();
    private volatile boolean looked;
    private volatile Optional<DaemonState> state = Optional.empty();
    private Optional<Daemons.Running> running = Optional.empty();
    private boolean closed;

    /** @param ready told by the supervisor's thread that the agent can be spoken to */
    OwnAgent(
            SerfSettings settings,
            Node node,
            Optional<Daemons> daemons,
            String rpcAuth,
            InetSocketAddress rpc,
            Runnable ready) {
        this.settings = settings;
        this.node = node;
        this.daemons = daemons;
        this.rpcAuth = rpcAuth;
        this.rpc = rpc;
        this.ready = ready;
    }

    /** Has it run as it should now; nothing happens when it does. */
    synchronized void configure() {
        Optional<AgentConfig> wanted = AgentConfig.of(settings, node, rpcAuth);
        boolean first = !looked;
        if (closed || (wanted.equals(config) && !first)) {
            return;
        }
        config = wanted;
        // Not before: who asks in between would hear that there is no address.
        looked = true;
        if (wanted.isEmpty()) {
            LOG.warn("The Serf agent waits for this node to have an address in the community network");
            letGo();
            return;
        }
        LOG.info("The Serf agent runs as {}", wanted.get().name());
        running = daemons.map(supervisor -> supervisor.run(wanted.get().daemon(rpc), this::is));
    }

    private void is(DaemonState now) {
        state = Optional.of(now);
        if (now.kind() == DaemonState.Kind.UP) {
            ready.run();
        }
    }

    Optional<AgentConfig> config() {
        return config;
    }

    boolean isUp() {
        return state.map(DaemonState::kind).equals(Optional.of(DaemonState.Kind.UP));
    }

    Health health() {
        if (daemons.isEmpty()) {
            return Health.down(Texts.of(
                    "en aquest node res no fa funcionar programes: falta el paquet \"daemons\"",
                    "en este nodo nada hace funcionar programas: falta el paquete \"daemons\"",
                    "nothing on this node runs programs: the bundle \"daemons\" is not there"));
        }
        if (looked && config.isEmpty()) {
            return Health.down(Texts.of(
                    "aquest node encara no té cap adreça a la xarxa comunitària",
                    "este nodo aún no tiene ninguna dirección en la red comunitaria",
                    "this node has no address in the community network yet"));
        }
        return state.orElseGet(() -> new DaemonState(
                        DaemonState.Kind.STARTING,
                        Texts.of(
                                "l'agent Serf s'està engegant",
                                "el agente Serf está arrancando",
                                "the Serf agent starts"),
                        Instant.now(),
                        0,
                        OptionalLong.empty()))
                .health();
    }

    private void letGo() {
        running.ifPresent(Daemons.Running::close);
        running = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        letGo();
    }
}
