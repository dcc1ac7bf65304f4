// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static java.util.stream.Collectors.toMap;

import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.network.Wanted;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
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
    private static final Duration BURST = Duration.ofMillis(15);

    @ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/registry")
    @interface Config {

        @AttributeDefinition(
                name = "%checkIntervalSeconds",
                description = "%checkIntervalSeconds.help",
                min = "" + Pace.LEAST_SECONDS,
                max = "" + Pace.MOST_SECONDS)
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
    private final Map<Object, Outlet> outlets = new LinkedHashMap<>();
    private final List<Consumer<Shown>> followers = new ArrayList<>();
    private final List<Consumer<List<LocalService>>> watchers = new ArrayList<>();
    private final LackingComponents lacking;
    private final Map<String, Registered> known = new ConcurrentHashMap<>();
    private final Wishes wishes;
    private final Pace pace;
    private final AtomicLong revision = new AtomicLong();
    private Optional<Node> node = Optional.empty();
    private Self self = Self.UNKNOWN;
    private Shown shown = new Shown(Self.UNKNOWN, List.of());
    private boolean refreshing;
    private boolean telling;
    private volatile List<LocalService> all = List.of();

    @Activate
    public Board(@Reference Settings settings, Config config) {
        this(new LoopThread(), settings, config.checkIntervalSeconds());
    }

    private Board(LoopThread thread, Settings settings, int intervalSeconds) {
        this(
                thread,
                thread::close,
                new CheckThreads(thread, Threads.many("cloudy-registry-check"), CheckThreads.LIMIT),
                new PortProbe(Duration.ofSeconds(2)),
                settings,
                intervalSeconds);
    }

    Board(Loop loop, Runnable ending, CheckThreads threads, PortProbe probe, Settings settings, int intervalSeconds) {
        this.loop = loop;
        this.ending = ending;
        this.probe = probe;
        pace = new Pace(intervalSeconds);
        this.threads = threads;
        wishes = new Wishes(settings);
        lacking = new LackingComponents(wishes);
    }

    @Modified
    void configure(Config config) {
        configure(config.checkIntervalSeconds());
    }

    void configure(int intervalSeconds) {
        loop.execute(() -> {
            pace.set(intervalSeconds);
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
    public void wish(String id, LocalService.Wish wish, Caller by) throws IOException {
        wish(id, Wishes.words(wish), by);
    }

    /** Changes some of the wishes, by the words of {@link Wishes}, and answers the service with what is wished now. */
    LocalService wish(String id, Map<String, String> words, Caller by) throws IOException {
        LocalService service = find(id).orElseThrow(() -> new InvalidFieldException(
                "id",
                Texts.of(
                        "no és cap servei d'aquest node",
                        "no es ningún servicio de este nodo",
                        "is no service of this node"),
                id));
        wishes.write(subject(id), words, by);
        loop.execute(this::followWishes);
        return Wishes.with(service, words);
    }

    /** The files in which the operator wishes something of strangers' components may have changed. */
    void wishesChanged() {
        wishes.read();
        loop.execute(this::followWishes);
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
                entry.change(described(entry.id, known.get(entry.id)));
            }
        });
    }

    /** A service was unregistered; if its bundle stops, that is the end, else it may be made anew. */
    void vanished(Object reference, boolean bundleStops) {
        loop.execute(() -> {
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
            lacking.are(components);
            changed();
        });
    }

    /** The node has another name or address. */
    void locate(Node located) {
        loop.execute(() -> {
            node = Optional.of(located);
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

    /** Tells how the services are, now and soon after each change; the loop does, so the watcher must be quick. */
    void watch(Consumer<List<LocalService>> watcher) {
        loop.execute(() -> {
            watchers.add(watcher);
            watcher.accept(all);
        });
    }

    /** Tells a follower or watcher no more. */
    void unfollow(Consumer<?> follower) {
        loop.execute(() -> {
            followers.remove(follower);
            watchers.remove(follower);
        });
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
        return pace.next();
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
        if (entries.remove(entry.id, entry)) {
            known.remove(entry.id);
        }
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
        known.put(free, service);
        entry.appear(service.bundle(), new Instance(service, probe), Described.of(wishes.over(free, properties)));
    }

    /** The loop: makes what {@link #all} answers. */
    private void refresh() {
        refreshing = false;
        Map<String, LocalService> before = all.stream().collect(toMap(LocalService::id, Function.identity()));
        Map<String, LocalService> now = new TreeMap<>();
        lacking.list(now, before, loop.now());
        entries.values().forEach(entry -> now.put(entry.id, Listing.of(entry, outlets.values())));
        List<LocalService> services = List.copyOf(now.values());
        if (!services.equals(all)) {
            all = services;
            revision.incrementAndGet();
        }
    }

    private Described described(String id, Registered service) {
        return Described.of(wishes.over(id, service.properties()));
    }

    private void followWishes() {
        for (LocalEntry entry : List.copyOf(entries.values())) {
            Described now = described(entry.id, known.get(entry.id));
            if (!now.equals(entry.described())) {
                if (entry.isThere()) {
                    entry.change(now);
                } else {
                    entry.wished(now);
                }
            }
        }
        changed();
    }

    private Wishes.Subject subject(String id) {
        Registered service = known.get(id);
        return service == null
                ? lacking.find(id)
                        .map(each -> new Wishes.Subject(id, each.properties(), each::declared))
                        .orElseGet(() -> new Wishes.Subject(id, Map.of(), Map::of))
                : new Wishes.Subject(id, service.properties(), service::declared);
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
        watchers.forEach(watcher -> watcher.accept(all));
    }
}
