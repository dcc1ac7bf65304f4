// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.Why;
import cloudy.api.daemon.Daemons;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.serf.rpc.RpcClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node in one cluster, from the agent's start to its end: puts the parts together, and hands on what is asked of
 * them.
 */
final class Participation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Participation.class);

    private static final Duration GOODBYE = Duration.ofMillis(700);

    private final SerfSettings settings;
    private final Node node;
    private final Handover handover;
    private final String rpcAuth;
    private final Threads threads = new Threads();

    /** Empty where someone else runs the agent. */
    private final Optional<OwnAgent> own;

    private final MemberView view;
    private final SideLine side;
    private final TagWriter writer;
    private final Joiner joiner;
    private final NameGuard guard;
    private final Upkeep upkeep;
    private final Conversation conversation;
    private final RpcLink link;

    private final AtomicBoolean lookPending = new AtomicBoolean();
    private volatile Texts down = Texts.of(
            "encara no s'ha arribat a l'agent Serf",
            "aún no se ha llegado al agente Serf",
            "the Serf agent has not been reached yet");
    private Optional<InetAddress> address = Optional.empty();

    Participation(
            SerfSettings settings,
            Node node,
            Handover handover,
            Optional<Daemons> daemons,
            Path folder,
            MemberNews news)
            throws IOException {
        this.settings = settings;
        this.node = node;
        this.handover = handover;
        rpcAuth = rpcAuth(settings, folder);
        ScheduledExecutorService work = threads.work;
        Clock clock = Clock.systemUTC();
        // A name is looked up anew each time: a foreign agent may move.
        RpcLink.Dialler dialler = () -> dial(work);
        view = new MemberView(node.id(), clock, this::lookSoon, news);
        side = new SideLine(dialler, threads.blocking);
        writer = new TagWriter(this::place, work, System::nanoTime, handover.lastWrite());
        joiner = new Joiner(
                settings.join(), SeenMembers.in(folder, settings.join()), view, side::join, work, new Random());
        guard = new NameGuard(
                node.id(),
                view,
                new PastNames(folder, node.id()),
                new NameGuard.Reach(side::answers, side::forget),
                work,
                System::nanoTime);
        own = settings.attach()
                ? Optional.empty()
                : Optional.of(new OwnAgent(settings, node, daemons, rpcAuth, address(settings.rpc()), this::connect));
        conversation = new Conversation(settings.rpc(), own, view, guard, new Listener(), work);
        link = new RpcLink(dialler, conversation, this::mayConnect, threads.connecting, work, System::nanoTime);
        var distances = new Distances(view, clock);
        upkeep = new Upkeep(
                view,
                this::lookAtAddress,
                writer::look,
                () -> link.agent().map(agent -> new Asked(agent, distances)),
                work);
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    private static String rpcAuth(SerfSettings settings, Path folder) throws IOException {
        if (settings.rpcAuth().equals(SerfSettings.NO_AUTH)) {
            return "";
        }
        return settings.attach() || !settings.rpcAuth().isEmpty() ? settings.rpcAuth() : RpcKey.in(folder);
    }

    private RpcClient dial(ScheduledExecutorService timer) throws IOException, InterruptedException {
        return RpcClient.connect(address(settings.rpc()), rpcAuth, timer);
    }

    void start() {
        if (announcesThroughForeign()) {
            handover.take(settings.rpc());
        }
        threads.work.execute(() -> {
            lookAtAddress();
            link.wake();
        });
        upkeep.start();
    }

    private void connect() {
        threads.work.execute(link::wake);
    }

    private boolean mayConnect() {
        return own.map(OwnAgent::isUp).orElse(true);
    }

    private void lookAtAddress() {
        own.ifPresent(OwnAgent::configure);
        Optional<InetAddress> now = node.address(Audience.COMMUNITY);
        if (!now.equals(address)) {
            address = now;
            writer.look();
        }
    }

    /** Called by any thread, however often: one look at a time waits. */
    private void lookSoon() {
        if (lookPending.compareAndSet(false, true)) {
            threads.work.execute(this::look);
        }
    }

    private void look() {
        lookPending.set(false);
        if (conversation.ownTagsAreNews()) {
            writer.stands(ownTags());
        }
        joiner.look();
        guard.look();
        upkeep.look();
    }

    private Map<String, String> ownTags() {
        var tags = new HashMap<>(conversation.ownTags());
        if (settings.attach() && !settings.publish()) {
            // The tag of an agent that is not ours, and not ours to take away either.
            tags.remove(ServicesTag.NAME);
        }
        return tags;
    }

    /** What becomes of the agent. */
    private final class Listener implements Conversation.Listener {

        @Override
        public void introduced(AgentStats agent) {
            upkeep.heard(agent);
        }

        @Override
        public void ready(RpcClient agent) {
            down = Texts.none();
            link.ready();
            writer.up(value -> agent.tag(ServicesTag.NAME, value), ownTags());
            guard.up(view.ownName());
            joiner.up();
            look();
        }

        @Override
        public void lost(String reason) {
            down = Texts.of(reason);
            upkeep.heard(AgentStats.UNKNOWN);
            writer.down(Texts.of(
                            "no s'arriba a l'agent Serf: %s",
                            "no se llega al agente Serf: %s", "the Serf agent cannot be reached: %s")
                    .with(reason));
            joiner.down();
        }

        @Override
        public void changed() {
            lookSoon();
        }
    }

    /** The agent as it is looked after. */
    private final class Asked implements Upkeep.Agent {

        private final RpcClient agent;
        private final Distances distances;

        Asked(RpcClient agent, Distances distances) {
            this.agent = agent;
            this.distances = distances;
        }

        @Override
        public void distances(int atMost) {
            distances.refresh(agent, atMost);
        }

        @Override
        public CompletableFuture<AgentStats> stats() {
            return agent.stats().thenApply(AgentStats::of);
        }

        @Override
        public CompletableFuture<Void> readAll() {
            return agent.members(conversation::told);
        }
    }

    private TagWriter.Place place() {
        return new TagWriter.Place(
                node.name() + ".guifi.local",
                // Where the operator gave gossip an address of its own, the node need not know one.
                node.address(Audience.COMMUNITY)
                        .or(() -> advertised().flatMap(endpoint -> SerfSettings.literal(endpoint.host()))),
                settings.publish()
                        ? Optional.empty()
                        : Optional.of(Texts.of(
                                "els anuncis estan apagats: publish = false a etc/cloudy.serf.cfg",
                                "los anuncios están apagados: publish = false en etc/cloudy.serf.cfg",
                                "publishing is switched off: publish = false in etc/cloudy.serf.cfg")),
                settings.importance());
    }

    void publish(List<Wanted> wanted, Consumer<Map<String, Outcome>> answer) {
        threads.work.execute(() -> writer.want(wanted, answer));
    }

    /** Joins through all of these at once; answers how many members were reached through any. */
    CompletableFuture<Integer> join(List<Endpoint> endpoints) {
        if (endpoints.isEmpty() || endpoints.size() > 32) {
            return CompletableFuture.failedFuture(new InvalidFieldException("address", Why.mustHaveEntries("1", "32")));
        }
        if (!down.isEmpty()) {
            return CompletableFuture.failedFuture(Explained.failure(health().why()));
        }
        List<CompletableFuture<Integer>> all = endpoints.stream()
                .map(endpoint -> side.join(endpoint.toString()))
                .toList();
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).handle((nothing, failure) -> {
            int reached = all.stream()
                    .filter(one -> !one.isCompletedExceptionally())
                    .mapToInt(CompletableFuture::join)
                    .sum();
            if (reached == 0 && failure != null) {
                throw new CompletionException(Explained.failure(JoinFailure.inPlainWords(failure)));
            }
            return reached;
        });
    }

    MemberView view() {
        return view;
    }

    AgentStats stats() {
        return upkeep.stats();
    }

    boolean isConnected() {
        return down.isEmpty();
    }

    Optional<Endpoint> advertised() {
        return own.isEmpty()
                ? view.member(view.ownName()).map(KnownMember::endpoint)
                : own.flatMap(OwnAgent::config).map(AgentConfig::advertised);
    }

    /** What the operator should see to. */
    List<Texts> warnings() {
        var warnings = new ArrayList<>(guard.warnings());
        warnings.addAll(joiner.problems());
        return warnings;
    }

    Health health() {
        Health program = own.map(OwnAgent::health).orElse(Health.up());
        if (program.status() != Health.Status.UP) {
            return program;
        }
        return down.isEmpty()
                ? Health.up()
                : Health.down(Texts.of(
                                "no es pot parlar amb l'agent Serf: %s",
                                "no se puede hablar con el agente Serf: %s", "the Serf agent cannot be spoken to: %s")
                        .with(down));
    }

    private boolean announcesThroughForeign() {
        return settings.attach() && settings.publish();
    }

    /** Stops. Our own agent is let go, and says goodbye to the others; what a foreign one announces is left behind. */
    @Override
    public void close() {
        try {
            CompletableFuture.runAsync(joiner::save, threads.work).get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("Stopped without writing down who is there: {}", e.toString());
        }
        own.ifPresent(OwnAgent::close);
        threads.close();
        link.close();
        if (announcesThroughForeign()) {
            handover.leave(settings.rpc(), this::withdraw);
        }
    }

    private void withdraw(ScheduledExecutorService timer) {
        try (RpcClient agent = dial(timer)) {
            agent.tag(ServicesTag.NAME, Optional.empty()).get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.info("The Serf agent at {} may still announce this node's services: {}", settings.rpc(), e.toString());
        }
    }
}
