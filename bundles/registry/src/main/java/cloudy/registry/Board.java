// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.access.Caller;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of this node: who there is, how each is, what is wanted from the carriers.
 *
 * <p>What is public or called by others hands over to the loop and returns; the loop alone touches the fields.
 */
@Component(
        name = "cloudy.registry",
        service = {LocalServices.class, Board.class})
@Designate(ocd = Board.Config.class)
public final class Board implements LocalServices, Rounds {

    private static final Logger log = LoggerFactory.getLogger(Board.class);

    /** Changes that come this close together reach the carriers as one. */
    private static final Duration BURST = Duration.ofMillis(50);

    private static final double JITTER = 0.1;
    private static final int LEAST_SECONDS = 5;
    private static final int MOST_SECONDS = 3600;

    @ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/registry")
    @interface Config {

        @AttributeDefinition(
                name = "%checkIntervalSeconds",
                description = "%checkIntervalSeconds.help",
                min = "" + LEAST_SECONDS,
                max = "" + MOST_SECONDS)
        int checkIntervalSeconds() default 30;
    }

    /** What is wanted of all carriers together, and by whom. */
    record Shown(Self self, List<Wanted> wanted) {}

    private final Loop loop;
    private final Runnable ending;
    private final CheckThreads threads;
    private final PortProbe probe;
    private final Map<String, LocalEntry> entries = new TreeMap<>();
    private final Map<Object, LocalEntry> registered = new HashMap<>();
    private final Map<Object, Registered> references = new HashMap<>();
    private final Map<Object, Outlet> outlets = new LinkedHashMap<>();
    private final List<Consumer<Shown>> followers = new ArrayList<>();
    private final Map<String, LocalService> lacking = new TreeMap<>();
    private final AtomicLong revision = new AtomicLong();
    private Duration interval;
    private Optional<Node> node = Optional.empty();
    private Self self = Self.UNKNOWN;
    private Shown shown = new Shown(Self.UNKNOWN, List.of());
    private boolean refreshing;
    private boolean telling;
    private volatile List<LocalService> all = List.of();

    @Activate
    public Board(Config config) {
        this(new LoopThread(), Threads.many("cloudy-registry-check"), config.checkIntervalSeconds());
    }

    Board(LoopThread thread, Executor checks, int intervalSeconds) {
        this(thread, thread::close, checks, new PortProbe(Duration.ofSeconds(2)), intervalSeconds);
    }

    Board(Loop loop, Runnable ending, Executor checks, PortProbe probe, int intervalSeconds) {
        this.loop = loop;
        this.ending = ending;
        this.probe = probe;
        interval = interval(intervalSeconds);
        threads = new CheckThreads(loop, checks);
    }

    @Modified
    void configure(Config config) {
        configure(config.checkIntervalSeconds());
    }

    void configure(int intervalSeconds) {
        Duration changed = interval(intervalSeconds);
        loop.execute(() -> {
            interval = changed;
            entries.values().forEach(LocalEntry::check);
        });
    }

    @Deactivate
    void close() {
        loop.execute(() -> {
            List.copyOf(entries.values()).forEach(LocalEntry::drop);
            outlets.values().forEach(Outlet::close);
            threads.close();
            ending.run();
        });
    }

    @Override
    public List<LocalService> all() {
        return all;
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public void wish(String id, LocalService.Wish wish, Caller by) {
        throw new InvalidFieldException("id", "is no service of this node", id);
    }

    @Override
    public void check(String id) {
        loop.execute(() -> Optional.ofNullable(entries.get(id)).ifPresent(LocalEntry::check));
    }

    /** A service was registered. */
    void appeared(Object reference, Registered service) {
        loop.execute(() -> {
            if (service.isThere()) {
                appear(reference, service);
            }
        });
    }

    /** The properties of a service changed. */
    void modified(Object reference) {
        loop.execute(() -> {
            LocalEntry entry = registered.get(reference);
            if (entry != null) {
                entry.change(Described.of(references.get(reference).properties()));
            }
        });
    }

    /** A service was unregistered; if its bundle stops, that is the end, else it may be made anew. */
    void vanished(Object reference, boolean bundleStops) {
        loop.execute(() -> {
            references.remove(reference);
            LocalEntry entry = registered.remove(reference);
            if (entry != null && (!entry.vanish() || bundleStops)) {
                forget(entry);
            }
        });
    }

    /** The operator deleted one of a list of things: the service that it made does not come back. */
    void deleted(String pid) {
        loop.execute(() -> entries.values().stream()
                .filter(entry -> entry.id.equals(pid) || entry.id.equals(entry.bundle() + '/' + pid))
                .findFirst()
                .ifPresent(entry -> {
                    entry.doom();
                    if (!entry.isThere()) {
                        forget(entry);
                    }
                }));
    }

    /** These are the components that would be services and cannot start. */
    void lack(List<Lacking> components) {
        loop.execute(() -> {
            Map<String, LocalService> before = Map.copyOf(lacking);
            lacking.clear();
            for (Lacking component : components) {
                LocalService now = listed(component);
                LocalService then = before.get(now.id());
                boolean same =
                        then != null && then.run() == now.run() && then.reason().equals(now.reason());
                lacking.put(now.id(), same ? then : now);
            }
            changed();
        });
    }

    /** The node has another name or address. */
    void locate(Node known) {
        loop.execute(() -> {
            node = Optional.of(known);
            entries.values().forEach(LocalEntry::check);
            changed();
        });
    }

    void addOutlet(Object reference, Outlet.Source source) {
        loop.execute(() -> outlets.put(reference, new Outlet(loop, source, this::changed)));
    }

    void removeOutlet(Object reference) {
        loop.execute(() -> {
            Outlet outlet = outlets.remove(reference);
            if (outlet != null) {
                outlet.gone();
                changed();
            }
        });
    }

    /** Tells what is wanted, now and whenever it changes; the loop does, so the follower must be quick. */
    void follow(Consumer<Shown> follower) {
        loop.execute(() -> {
            followers.add(follower);
            follower.accept(shown);
        });
    }

    void unfollow(Consumer<Shown> follower) {
        loop.execute(() -> followers.remove(follower));
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public CheckThreads threads() {
        return threads;
    }

    @Override
    public Duration interval() {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }

    /** Asked anew each time: without the operator's word, the node guesses among the addresses that it has just now. */
    @Override
    public Self self() {
        try {
            Self now = node.map(Self::of).orElse(Self.UNKNOWN);
            if (!now.equals(self)) {
                self = now;
                changed();
            }
        } catch (RuntimeException e) {
            log.debug("The node went while it was asked; the next will come", e);
        }
        return self;
    }

    @Override
    public void changed() {
        if (!refreshing) {
            refreshing = true;
            loop.execute(this::refresh);
        }
        if (!telling) {
            telling = true;
            loop.after(BURST, this::tell);
        }
    }

    @Override
    public void forget(LocalEntry entry) {
        entries.remove(entry.id, entry);
        entry.drop();
        changed();
    }

    private void appear(Object reference, Registered service) {
        Map<String, Object> properties = service.properties();
        String id = ServiceId.of(service.bundle(), properties);
        String free = id;
        for (int i = 2; entries.containsKey(free) && entries.get(free).isThere(); i++) {
            free = id + '#' + i;
        }
        LocalEntry entry = entries.computeIfAbsent(free, missing -> new LocalEntry(missing, this));
        registered.put(reference, entry);
        references.put(reference, service);
        entry.appear(service.bundle(), new Instance(service, probe), Described.of(properties));
    }

    private LocalService listed(Lacking component) {
        boolean off = component.described().isOff();
        return new LocalService(
                component.id(),
                component.bundle(),
                off ? LocalService.Run.OFF : LocalService.Run.MISCONFIGURED,
                off ? "switched off in its settings; " + component.reason() : component.reason(),
                loop.now(),
                component.described().wish(),
                component.described().offers().stream()
                        .map(offer -> new LocalService.Announced(offer, Map.of()))
                        .toList());
    }

    /** The loop: makes what {@link #all} answers. */
    private void refresh() {
        refreshing = false;
        Map<String, LocalService> now = new TreeMap<>(lacking);
        entries.values().forEach(entry -> now.put(entry.id, listed(entry)));
        List<LocalService> services = List.copyOf(now.values());
        if (!services.equals(all)) {
            all = services;
            revision.incrementAndGet();
        }
    }

    private LocalService listed(LocalEntry entry) {
        Standing standing = entry.standing();
        return new LocalService(
                entry.id,
                entry.bundle(),
                standing.run(),
                standing.reason(),
                standing.since(),
                entry.described().wish(),
                entry.offers().stream()
                        .map(offer -> new LocalService.Announced(
                                offer, outcomes(entry, new Wanted(ServiceId.wanted(entry.id, offer.key()), offer))))
                        .toList());
    }

    private Map<String, Outcome> outcomes(LocalEntry entry, Wanted wanted) {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (Outlet outlet : outlets.values()) {
            Optional<Outcome> outcome = entry.isWanted() ? outlet.outcome(wanted) : Optional.of(unwanted(entry));
            outlet.carrier().ifPresent(carrier -> outcome.ifPresent(is -> outcomes.put(carrier, is)));
        }
        return outcomes;
    }

    private static Outcome unwanted(LocalEntry entry) {
        if (entry.described().isOff()) {
            return Outcome.withheld("it is switched off");
        }
        return Outcome.withheld(
                entry.described().wish().publish() ? "it is not up" : "its settings say not to announce it");
    }

    /** The loop: tells the carriers and this node's own finder what is wanted now. */
    private void tell() {
        telling = false;
        List<Wanted> wanted = new ArrayList<>();
        for (LocalEntry entry : entries.values()) {
            if (entry.isWanted()) {
                entry.offers().forEach(offer -> wanted.add(new Wanted(ServiceId.wanted(entry.id, offer.key()), offer)));
            }
        }
        outlets.values().forEach(outlet -> outlet.want(wanted));
        var now = new Shown(self(), List.copyOf(wanted));
        if (!now.equals(shown)) {
            shown = now;
            followers.forEach(follower -> follower.accept(now));
        }
    }

    private static Duration interval(int seconds) {
        return Duration.ofSeconds(Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, seconds)));
    }
}
