// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.daemon.Daemons;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.RpcClient;
import java.io.IOException;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node in one cluster, from the agent's start to its end: the threads, and who does what when.
 *
 * <p>All that decides runs on one thread; another reads from the agent, and up to three more come and go for what
 * blocks.
 */
final class Participation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Participation.class);

    private static final Duration TICK = Duration.ofSeconds(30);
    private static final Duration FIRST_TICK = Duration.ofSeconds(3);

    /** How long what is known is kept while the agent is away, or back and still looking for the others. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** Agents drop events when we are too slow for them; the whole list, once in a while, heals that. */
    private static final int TICKS_TO_READ_ALL = 120;

    private static final int TICKS_TO_READ_AGAIN = 10;

    private static final Duration GOODBYE = Duration.ofMillis(700);

    private final SerfSettings settings;
    private final Node node;

    private final ScheduledThreadPoolExecutor work = new ScheduledThreadPoolExecutor(1, thread("work"));
    private final ThreadPoolExecutor blocking =
            new ThreadPoolExecutor(3, 3, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(64), thread("wait"));
    private final ThreadPoolExecutor connecting =
            new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(4), thread("dial"));

    /** Empty where someone else runs the agent. */
    private final Optional<OwnAgent> own;

    private final MemberView view;
    private final SideLine side;
    private final TagWriter writer;
    private final Joiner joiner;
    private final NameGuard guard;
    private final Distances distances;
    private final RpcLink link;

    private final AtomicBoolean lookPending = new AtomicBoolean();
    private volatile Optional<Map<String, String>> ownTags = Optional.empty();
    private volatile AgentStats stats = AgentStats.UNKNOWN;
    private volatile String down = "the Serf agent has not been reached yet";
    private long ticks;
    private long lastRead;
    private boolean countsDiffered;
    private boolean hadCompany;

    Participation(SerfSettings settings, Node node, Optional<Daemons> daemons, Path folder) throws IOException {
        this.settings = settings;
        this.node = node;
        String rpcAuth = rpcAuth(settings, folder);
        blocking.allowCoreThreadTimeOut(true);
        connecting.allowCoreThreadTimeOut(true);
        work.setRemoveOnCancelPolicy(true);
        // Whatever an answer would still set going is of no use once this has stopped.
        work.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());

        Clock clock = Clock.systemUTC();
        // A name is looked up anew each time: a foreign agent may move.
        RpcLink.Dialler dialler = () -> RpcClient.connect(address(settings.rpc()), rpcAuth, work);
        view = new MemberView(node.id(), clock, this::lookSoon);
        side = new SideLine(dialler, blocking);
        writer = new TagWriter(this::place, work, System::nanoTime);
        joiner = new Joiner(
                settings.join(), SeenMembers.in(folder, settings.join()), view, side::join, work, new Random());
        guard = new NameGuard(
                node.id(),
                view,
                new PastNames(folder, node.id()),
                new NameGuard.Reach(side::answers, side::forget),
                work,
                System::nanoTime);
        distances = new Distances(view, clock);
        own = settings.attach()
                ? Optional.empty()
                : Optional.of(new OwnAgent(settings, node, daemons, rpcAuth, address(settings.rpc()), this::connect));
        link = new RpcLink(dialler, new Watcher(), this::mayConnect, connecting, work, System::nanoTime);
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

    private static ThreadFactory thread(String name) {
        return task -> {
            var thread = new Thread(task, "cloudy-serf-" + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void start() {
        work.execute(() -> {
            own.ifPresent(OwnAgent::configure);
            link.wake();
        });
        var unused = work.scheduleWithFixedDelay(
                this::tickSafely, FIRST_TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void connect() {
        work.execute(link::wake);
    }

    private boolean mayConnect() {
        return own.map(OwnAgent::isUp).orElse(true);
    }

    /** Called by any thread, however often: one look at a time waits. */
    private void lookSoon() {
        if (lookPending.compareAndSet(false, true)) {
            work.execute(this::look);
        }
    }

    private void look() {
        lookPending.set(false);
        ownTags.ifPresent(tags -> {
            ownTags = Optional.empty();
            writer.stands(tags);
        });
        joiner.look();
        guard.look();
        boolean company = view.hasCompany();
        if (company && !hadCompany) {
            // The first met are told with their distance soon, not half a minute later.
            var unused = work.schedule(this::tickSafely, FIRST_TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
        hadCompany = company;
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.error("A look at the cluster went wrong", e);
        }
    }

    private void tick() {
        ticks++;
        own.ifPresent(OwnAgent::configure);
        writer.look();
        link.agent().ifPresent(agent -> {
            distances.refresh(agent);
            agent.stats()
                    .thenAcceptAsync(answer -> compare(agent, AgentStats.of(answer)), work)
                    // A lost connection; its end is told elsewhere.
                    .exceptionally(failure -> null);
        });
    }

    /** Reads everything anew once an hour, and sooner where the agent counts other members than we do. */
    private void compare(RpcClient agent, AgentStats answer) {
        stats = answer;
        boolean differ = answer.members().isPresent() && answer.members().getAsInt() != view.size();
        if (ticks - lastRead >= (differ && countsDiffered ? TICKS_TO_READ_AGAIN : TICKS_TO_READ_ALL)) {
            lastRead = ticks;
            view.doubt();
            agent.members(this::told).thenRun(view::sweep).exceptionally(failure -> null);
        }
        countsDiffered = differ;
    }

    /** What happens when the agent is reached and when it is lost; on the one thread. */
    private final class Watcher implements RpcLink.Watcher {

        private boolean wasUp;

        @Override
        public void up(RpcClient agent) {
            wasUp = true;
            agent.stats()
                    .thenAcceptAsync(answer -> introduced(agent, AgentStats.of(answer)), work)
                    .exceptionally(failure -> null);
        }

        @Override
        public void down(String reason) {
            down = reason;
            stats = AgentStats.UNKNOWN;
            writer.down("the Serf agent cannot be reached: " + reason);
            joiner.down();
            if (wasUp) {
                wasUp = false;
                view.doubt();
                var unused = work.schedule(view::sweep, GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void introduced(RpcClient agent, AgentStats answer) {
        Optional<String> given = own.flatMap(OwnAgent::config).map(AgentConfig::name);
        if (own.isPresent() && !given.equals(Optional.of(answer.name()))) {
            agent.close("the agent at " + settings.rpc() + " is another one: its name is " + answer.name());
            return;
        }
        stats = answer;
        view.own(answer.name());
        var hints = new Hints(agent, this::told, work);
        var unused = agent.log("DEBUG", line -> {
            AgentLog.member(line).ifPresent(hints::add);
            AgentLog.twin(line).ifPresent(where -> work.execute(() -> guard.twin(where)));
            if (AgentLog.isConflictAsked(line)) {
                work.execute(guard::askedWhose);
            } else if (AgentLog.isConflictAnswered(line)) {
                work.execute(guard::answeredWhose);
            }
        });
        // First the stream, then the list: nothing can happen in between unseen.
        agent.events(event -> {
                    view.told(event);
                    tags(event.member());
                })
                .thenCompose(nothing -> agent.members(this::told))
                .thenRunAsync(() -> ready(agent), work)
                .exceptionally(failure -> {
                    agent.close(JoinFailure.inPlainWords(failure));
                    return null;
                });
    }

    private void ready(RpcClient agent) {
        down = "";
        link.ready();
        Map<String, String> tags = ownTags.orElse(Map.of());
        ownTags = Optional.empty();
        if (settings.attach() && !settings.publish()) {
            // The tag of an agent that is not ours, and not ours to take away either.
            tags = new HashMap<>(tags);
            tags.remove(ServicesTag.NAME);
        }
        writer.up(value -> agent.tag(ServicesTag.NAME, value), tags);
        guard.up(view.ownName());
        joiner.up();
        look();
        var unused = work.schedule(this::tickSafely, FIRST_TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void told(Member member) {
        view.told(member);
        tags(member);
    }

    private void tags(Member member) {
        if (member.name().equals(view.ownName())) {
            ownTags = Optional.of(member.tags());
            lookSoon();
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
                        : Optional.of("publishing is switched off: publish = false in etc/cloudy.serf.cfg"),
                settings.importance());
    }

    void publish(List<Wanted> wanted, Consumer<Map<String, Outcome>> answer) {
        work.execute(() -> writer.want(wanted, answer));
    }

    /** Joins through all of these at once; answers how many members were reached through any. */
    CompletableFuture<Integer> join(List<Endpoint> endpoints) {
        if (endpoints.isEmpty() || endpoints.size() > 32) {
            return CompletableFuture.failedFuture(
                    new InvalidFieldException("address", "must be between one and 32 addresses"));
        }
        if (!down.isEmpty()) {
            return CompletableFuture.failedFuture(new IOException(health().reason()));
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
                throw new CompletionException(new IOException(JoinFailure.inPlainWords(failure)));
            }
            return reached;
        });
    }

    MemberView view() {
        return view;
    }

    AgentStats stats() {
        return stats;
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
    List<String> warnings() {
        var warnings = new ArrayList<>(guard.warnings());
        warnings.addAll(joiner.problems());
        return warnings;
    }

    Health health() {
        Health program = own.map(OwnAgent::health).orElse(Health.up());
        if (program.status() != Health.Status.UP) {
            return program;
        }
        return down.isEmpty() ? Health.up() : Health.down("the Serf agent cannot be spoken to: " + down);
    }

    /** Stops. Our own agent is let go, and says goodbye to the others; what a foreign one announces is withdrawn. */
    @Override
    public void close() {
        try {
            CompletableFuture.runAsync(joiner::save, work)
                    .thenComposeAsync(saved -> withdraw(), work)
                    .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("Stopped without waiting for the agent: {}", e.toString());
        }
        own.ifPresent(OwnAgent::close);
        work.shutdownNow();
        blocking.shutdownNow();
        connecting.shutdownNow();
        link.close();
    }

    private CompletableFuture<Void> withdraw() {
        return settings.attach() && settings.publish()
                ? link.agent()
                        .map(agent -> agent.tag(ServicesTag.NAME, Optional.empty()))
                        .orElseGet(() -> CompletableFuture.completedFuture(null))
                : CompletableFuture.completedFuture(null);
    }
}
