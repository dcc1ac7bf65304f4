// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Health;
import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.guifi.Copy;
import cloudy.api.guifi.Federation;
import cloudy.api.guifi.GuifiNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** squid on this node, switched on. Safe for use by many threads. */
final class Proxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    private static final int OK = 200;

    /** Where its things are: the operator's folder, its own one, squid's helpers. */
    record Place(Path etc, Path folder, Path helpers) {}

    private final ProxySettings settings;
    private final String name;
    private final Place place;
    private final Users users;
    private final Optional<Daemons> daemons;
    private final OwnAddresses own;
    private final Origin origin;
    private final ProxyClient client;
    private final Optional<FederationList> federation;

    private Optional<Daemons.Running> running = Optional.empty();
    private boolean closed;
    private volatile DaemonState state = new DaemonState(
            DaemonState.Kind.STARTING,
            Texts.of("squid s'està engegant", "squid está arrancando", "squid starts"),
            Instant.now(),
            0,
            OptionalLong.empty());
    private volatile Texts problem = Texts.none();
    private volatile Optional<Figures> figures = Optional.empty();

    /** The addresses of this machine. */
    @FunctionalInterface
    interface OwnAddresses {

        List<Network> now() throws IOException;
    }

    /** @param name what the proxy calls itself */
    Proxy(ProxySettings settings, String name, Place place, Optional<Daemons> daemons, OwnAddresses own)
            throws IOException {
        this.settings = settings;
        this.name = name;
        this.place = place;
        this.daemons = daemons;
        this.own = own;
        users = new Users(place.folder());
        AtomicFile.privateFolder(place.folder());
        ProxyLog.make(place.folder());
        if (settings.cacheSize() > 0) {
            CacheFolder.make(place.folder());
        }
        // After what may fail: nobody closes it if this proxy is never made.
        origin = new Origin(place.folder());
        client = new ProxyClient(new InetSocketAddress(Network.numbers("127.0.0.1"), settings.port()));
        federation = settings.federated()
                ? Optional.of(new FederationList(settings.id().orElseThrow(), this::apply, Clock.systemUTC()))
                : Optional.empty();
        if (federation.isEmpty()) {
            apply();
        }
    }

    ProxySettings settings() {
        return settings;
    }

    /** What squid has counted, as of half a minute ago at most while it is up. */
    Optional<Figures> figures() {
        return figures;
    }

    DaemonState program() {
        return state;
    }

    boolean isUp() {
        return state.kind() == DaemonState.Kind.UP;
    }

    /** Why what the settings, the operator's file or the list want is not so; empty when it is. */
    Texts problem() {
        return problem.isEmpty() && state.kind() == DaemonState.Kind.UP ? state.why() : problem;
    }

    /** With whom it is federated; empty where this node's own list counts. */
    Optional<FederationList.State> federation() {
        return federation.map(FederationList::state);
    }

    void from(Optional<GuifiNetwork> network) {
        federation.ifPresent(list -> list.from(network));
    }

    void refresh() {
        federation.ifPresent(FederationList::refresh);
    }

    /** Has squid do what is wished now; nothing happens where it does already. */
    synchronized void apply() {
        if (closed || daemons.isEmpty()) {
            return;
        }
        try {
            Optional<SquidPlan.Entry> entry = entry();
            if (entry.isEmpty()) {
                return;
            }
            var plan = new SquidPlan(
                    settings,
                    name,
                    place.helpers(),
                    place.folder(),
                    origin.secret(),
                    origin.port(),
                    own.now(),
                    entry.get(),
                    OperatorFile.read(place.etc()));
            Daemon wanted = Program.daemon(plan, users.text(), this::passes);
            if (running.isEmpty() || !running.get().daemon().startsLike(wanted)) {
                running = Optional.of(daemons.get().run(wanted, now -> state = now));
            }
            problem = Texts.none();
        } catch (IOException | IllegalArgumentException e) {
            Texts why = Explained.of(e);
            if (!why.equals(problem)) {
                LOG.error("squid does not get what is wished: {}", e.getMessage());
            }
            problem = why;
        }
    }

    private Optional<SquidPlan.Entry> entry() {
        if (federation.isEmpty()) {
            return Optional.of(new SquidPlan.OwnUsers());
        }
        return federation.get().state().copy().map(Copy::value).map(this::federated);
    }

    private SquidPlan.Entry federated(Federation list) {
        return new SquidPlan.Federated(FederationList.passing(settings.id().orElseThrow(), list), settings.bindDn());
    }

    /** A real request: squid takes it, decides, goes there, and brings back what is there and nowhere else. */
    private boolean passes() throws IOException {
        ProxyClient.Reply reply = client.get(URI.create(origin.url()));
        if (reply.status() != OK || !reply.body().equals(origin.answer())) {
            throw Explained.failure(Texts.of(
                            "el proxy respon %s on hi ha la pàgina d'aquest node",
                            "el proxy responde %s donde está la página de este nodo",
                            "the proxy answers %s where this node's own page is")
                    .with(reply.status()));
        }
        return true;
    }

    /** Up only while a request gets through. Looks at once whether its own addresses or the operator's file are others. */
    Health check() throws IOException {
        if (daemons.isEmpty()) {
            return Health.down(Texts.of(
                    "en aquest node res no fa funcionar programes: falta el paquet \"daemons\"",
                    "en este nodo nada hace funcionar programas: falta el paquete \"daemons\"",
                    "nothing on this node runs programs: the bundle \"daemons\" is not there"));
        }
        Optional<FederationList.State> list = federation();
        if (list.isPresent() && list.get().copy().isEmpty()) {
            return Health.of(
                    list.get().asked() ? Health.Status.DOWN : Health.Status.STARTING,
                    list.get().fault());
        }
        apply();
        if (isIdle()) {
            return Health.of(Health.Status.MISCONFIGURED, problem);
        }
        if (state.kind() != DaemonState.Kind.UP) {
            return state.health();
        }
        passes();
        count();
        return settings.federated() ? Health.up().with("Federated", "Yes") : Health.up();
    }

    private synchronized boolean isIdle() {
        return running.isEmpty();
    }

    private void count() {
        try {
            if (ProxyLog.isFull(place.folder(), settings)) {
                client.manager("rotate", origin.secret());
            }
            figures = Optional.of(Figures.ask(client, origin.secret(), Instant.now()));
        } catch (IOException e) {
            // Whether it is up has been found out already.
            LOG.debug("squid does not say how it is: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        federation.ifPresent(FederationList::close);
        synchronized (this) {
            closed = true;
            running.ifPresent(Daemons.Running::close);
        }
        origin.close();
    }
}
