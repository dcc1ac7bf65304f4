// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.guifi.Copy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxies that this node tells people to use: its own, those that its operator ticked or wrote down, and of these,
 * where he gave a number of guifi.net's, only while that one is federated with its own. Nothing that anybody announces is
 * among them by itself, nor changes one of them. They are looked at every minute, while there are any.
 */
@Component(service = Neighbours.class)
public final class Neighbours {

    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final int JITTER_MILLIS = 10_000;
    private static final int MOST = 10;

    /** How a proxy is looked at. */
    @FunctionalInterface
    interface Probe {

        /** A real request through it: how far it is; empty when no working proxy answers. */
        OptionalDouble through(ProxyAddress proxy, URI url);
    }

    private final Node node;
    private final Probe probe;
    private final Ticks ticks;
    private final Ranking ranking = new Ranking();
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Of the one thread only. */
    private ScheduledFuture<?> next;

    private volatile Optional<ProxyService> service = Optional.empty();

    @Activate
    public Neighbours(@Reference Node node) {
        this(node, ProxyService.folder(), Neighbours::request);
    }

    Neighbours(Node node, Path folder, Probe probe) {
        this.node = node;
        this.probe = probe;
        ticks = new Ticks(folder);
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            var one = new Thread(work, "cloudy-proxy3-neighbours");
            one.setDaemon(true);
            return one;
        });
        // Nothing runs, and no thread is there, while there is nobody to look at.
        thread.setKeepAliveTime(1, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bind(ProxyService current) {
        service = Optional.of(current);
        look();
    }

    void unbind(ProxyService gone) {
        if (service.filter(current -> current == gone).isPresent()) {
            service = Optional.empty();
        }
    }

    @Deactivate
    void stop() {
        thread.shutdownNow();
    }

    Ticks ticks() {
        return ticks;
    }

    Ranking ranking() {
        return ranking;
    }

    Optional<ProxySettings> settings() {
        return service.flatMap(ProxyService::settings);
    }

    /** Others' proxies that may be used, in the order in which they were named. */
    Set<ProxyAddress> wanted() {
        Set<Long> open = new LinkedHashSet<>(service.flatMap(ProxyService::proxy)
                .flatMap(Proxy::federation)
                .flatMap(FederationList.State::copy)
                .map(Copy::value)
                .flatMap(list ->
                        settings().map(said -> FederationList.open(said.id().orElse(0), list)))
                .orElse(List.of()));
        Stream<ProxyAddress> named = settings().stream()
                .flatMap(said -> said.pacProxies().stream())
                .filter(proxy ->
                        proxy.id().isEmpty() || open.contains(proxy.id().getAsLong()))
                .map(PacProxy::address);
        return Stream.concat(ticks.all().stream().map(Ticks.Tick::proxy), named)
                .filter(proxy -> !own().equals(Optional.of(proxy)))
                .limit(MOST)
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    /** This node's own proxy while it is on, where its neighbours reach it. */
    Optional<ProxyAddress> own() {
        return service.filter(known -> known.proxy().isPresent())
                .flatMap(ProxyService::settings)
                .flatMap(said -> node.address(Audience.LAN)
                        .or(() -> node.address(Audience.COMMUNITY))
                        .filter(Ranges::isReachable)
                        .map(address -> new ProxyAddress(address, said.port())));
    }

    boolean isOwnUp() {
        return service.flatMap(ProxyService::proxy).filter(Proxy::isUp).isPresent();
    }

    /**
     * Those to use, in their order: those that work, and where none does, all of them, since nobody is to go without
     * unless the operator lets him. Empty where there is none at all.
     */
    List<ProxyAddress> proxies() {
        Set<ProxyAddress> wanted = wanted();
        if (wanted.stream().anyMatch(proxy -> !ranking.isKnown(proxy))) {
            look();
        }
        Optional<ProxyAddress> own = own();
        List<ProxyAddress> working = new ArrayList<>();
        own.filter(proxy -> isOwnUp()).ifPresent(working::add);
        working.addAll(ranking.order(wanted));
        return working.isEmpty() ? Stream.concat(own.stream(), wanted.stream()).toList() : working;
    }

    boolean mayGoDirect() {
        return settings().map(ProxySettings::pacDirect).orElse(true);
    }

    /** Looks at them soon. Anybody who fetches the script can ask for it: however many do, one round follows. */
    void look() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        try {
            thread.execute(this::round);
        } catch (RejectedExecutionException closed) {
            LOG.debug("Nobody looks any more.");
        }
    }

    private void round() {
        // What changes from here on is of the next round.
        asked.set(false);
        Set<ProxyAddress> wanted = wanted();
        wanted.forEach(proxy -> ranking.found(proxy, probe(proxy)));
        ranking.settle(wanted);
        if (next != null) {
            next.cancel(false);
        }
        if (!wanted.isEmpty() && !thread.isShutdown()) {
            long pause = ROUND.toMillis() + ThreadLocalRandom.current().nextInt(JITTER_MILLIS);
            next = thread.schedule(this::round, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Looks at one: how far it is; empty when no working proxy answers. */
    OptionalDouble probe(ProxyAddress proxy) {
        return probe.through(proxy, settings().map(ProxySettings::probeUrl).orElse(ProxySettings.USUAL_PROBE));
    }

    private static OptionalDouble request(ProxyAddress proxy, URI url) {
        try {
            ProxyClient.Reply reply = new ProxyClient(proxy.socket()).head(url);
            return reply.isOfWorkingProxy() ? OptionalDouble.of(reply.connectMillis()) : OptionalDouble.empty();
        } catch (IOException e) {
            LOG.debug("{} does not answer as a proxy: {}", proxy, e.getMessage());
            return OptionalDouble.empty();
        }
    }
}
