// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.Health;
import cloudy.api.daemon.DaemonState;
import cloudy.api.daemon.Daemons;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.guifi.GuifiNetwork;
import cloudy.dns.Composer.Composed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * The name server of this node while it is switched on. It begins with what it served last, and asks guifi.net for news
 * afterwards: it never waits for the network. Safe for use by many threads; one of its own does the work.
 */
final class NameServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final long AT_ONCE_MILLIS = 100;
    private static final Name LOCALHOST = Name.fromConstantString("localhost.");
    private static final Texts NO_GUIFI = Texts.of(
            "res d'aquest node no parla amb guifi.net: instal·leu cloudy-guifi",
            "nada en este nodo habla con guifi.net: instale cloudy-guifi",
            "nothing on this node speaks with guifi.net: install cloudy-guifi");

    private final DnsSettings settings;
    private final Path folder;
    private final Path etc;
    private final Optional<Daemons> daemons;
    private final Surroundings around;
    private final Reach reach;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean refreshing = new AtomicBoolean();

    private volatile DaemonState state = new DaemonState(
            DaemonState.Kind.STARTING,
            Texts.of("el servidor de noms s'engega", "el servidor de nombres arranca", "the name server starts"),
            Instant.now(),
            0,
            OptionalLong.empty());
    private volatile Composed now;
    private volatile Optional<Instant> refreshed = Optional.empty();
    private volatile Texts fault = Texts.none();
    private volatile Texts unread = Texts.none();
    private volatile Optional<Figures> figures = Optional.empty();
    private volatile List<NamedConf.Handed> handed = List.of();
    private volatile Optional<Daemons.Running> running = Optional.empty();

    /** Those of the one thread. */
    private Optional<ZoneStore> store = Optional.empty();

    private String configuration = "";

    /** Whether a zone file may be another than the one that the program has read. */
    private boolean rewritten;

    /** What comes and goes while it runs. */
    interface Surroundings {

        Optional<GuifiNetwork> guifi();

        List<HandedZone> zones();
    }

    /**
     * Begins.
     *
     * @param folder {@code data/dns}
     * @param etc where the operator's own files are
     */
    NameServer(
            DnsSettings settings,
            Path folder,
            Path etc,
            Optional<Daemons> daemons,
            Surroundings around,
            Reach reach,
            Clock clock)
            throws IOException {
        this.settings = settings;
        this.folder = AtomicFile.privateFolder(folder);
        this.etc = etc;
        this.daemons = daemons;
        this.around = around;
        this.reach = reach;
        this.clock = clock;
        AtomicFile.privateFolder(folder.resolve("slaves"));
        AtomicFile.privateFolder(folder.resolve("keys"));
        byte[] health = NamedConf.HEALTH_ZONE.getBytes(US_ASCII);
        Path own = folder.resolve(NamedConf.HEALTH_FILE);
        if (!Files.exists(own) || !Arrays.equals(Files.readAllBytes(own), health)) {
            AtomicFile.write(own, health);
        }
        Plan plan = settings.isAtGuifi() ? Plan.read(planFile(), settings) : Plan.empty(0);
        now = new Composed(plan, Map.of(), Map.of(), plan.leftOutOfDevices(), Texts.none(), false);
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            var made = new Thread(work, "cloudy-dns-refresh");
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
        // In a moment: what else this node has, and what it asks, is made known right after the start.
        later(this::apply, AT_ONCE_MILLIS);
        later(this::turn, AT_ONCE_MILLIS);
    }

    private Path planFile() {
        return folder.resolve("plan.json");
    }

    private void later(Runnable work, long millis) {
        try {
            var unused = thread.schedule(guarded(work), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the name server ends", closed);
        }
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                fault = Explained.of(e);
                LOG.error("The zones stay as they are", e);
            }
        };
    }

    /** Looks for news, and does so again whatever became of it. */
    private void turn() {
        try {
            refresh();
        } finally {
            later(
                    this::turn,
                    Spread.untilNext(clock.instant(), settings.service()).toMillis());
        }
    }

    /** Something in the surroundings has changed. */
    void changed() {
        later(this::apply, AT_ONCE_MILLIS);
    }

    /** Looks for news soon, of guifi.net and in the operator's own files; asked several times before that, once. */
    void refreshSoon() {
        if (refreshing.compareAndSet(false, true)) {
            later(this::refresh, AT_ONCE_MILLIS);
        }
    }

    private void refresh() {
        refreshing.set(false);
        if (settings.isAtGuifi()) {
            compose();
        }
        apply();
    }

    private void compose() {
        Optional<GuifiNetwork> guifi = around.guifi();
        Composed before = now;
        if (guifi.isEmpty()) {
            now = before.because(NO_GUIFI);
            return;
        }
        try {
            if (store.isEmpty()) {
                store = Optional.of(new ZoneStore(folder.resolve("zones"), new NamedCheckzone(folder), clock));
            }
            var composer = new Composer(settings, store.get(), reach, folder.resolve("slaves"));
            Composed composed = composer.compose(guifi.get(), before.plan());
            if (!composed.plan().equals(before.plan())) {
                composed.plan().write(planFile());
            }
            now = composed;
            rewritten |= composed.rewritten();
            refreshed = Optional.of(clock.instant());
            fault = Texts.none();
        } catch (IOException e) {
            // Some zones may have been written before that.
            rewritten = true;
            fault = Explained.of(e);
            LOG.warn("The zones stay as they are: {}", e.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the program run with what is to be served now. */
    private void apply() {
        // Nobody would end what is run after the end.
        if (daemons.isEmpty() || thread.isShutdown()) {
            return;
        }
        Includes includes = Includes.read(etc);
        unread = includes.fault();
        if (!unread.isEmpty() && running.isPresent()) {
            return;
        }
        Composed composed = now;
        handed = Handing.zones(around.zones(), composed.plan().zones());
        String wanted = new NamedConf(settings, folder, composed.plan().zones(), handed, includes).toString();
        if (!wanted.equals(configuration)) {
            configuration = wanted;
            running = Optional.of(daemons.get()
                    .run(Program.daemon(wanted, () -> isAnswer(ask(LOCALHOST))), became -> state = became));
        } else if (rewritten) {
            running.ifPresent(Daemons.Running::reload);
        }
        rewritten = false;
    }

    private Message ask(Name zone) throws IOException {
        return Question.ask(new InetSocketAddress(settings.own(), settings.port()), zone, Type.SOA, PATIENCE);
    }

    private static boolean isAnswer(Message answer) {
        return answer.getRcode() == Rcode.NOERROR;
    }

    /** Up only while it answers for a zone of its own. */
    Health check() throws IOException {
        if (daemons.isEmpty()) {
            return Health.down(Texts.of(
                    "en aquest node res no fa funcionar programes: falta el paquet \"daemons\"",
                    "en este nodo nada hace funcionar programas: falta el paquete \"daemons\"",
                    "nothing on this node runs programs: the bundle \"daemons\" is not there"));
        }
        if (state.kind() != DaemonState.Kind.UP) {
            return state.health();
        }
        Name zone = now.plan().zones().stream()
                .filter(served -> served.side() == Served.Side.INTERNAL && served.kind() == Served.Kind.PRIMARY)
                .map(Served::zone)
                .findFirst()
                .orElse(LOCALHOST);
        Message answer = ask(zone);
        // Where its operator leaves this machine itself out of the networks, it is told no more than anybody else; that
        // a
        // zone cannot be served is another thing.
        if (answer.getRcode() == Rcode.SERVFAIL || (!isAnswer(answer) && !isAnswer(ask(LOCALHOST)))) {
            return Health.down(Texts.of(
                            "el servidor de noms respon %s per a %s",
                            "el servidor de nombres responde %s para %s", "the name server answers %s for %s")
                    .with(Rcode.string(answer.getRcode()), zone.toString(true)));
        }
        figures();
        return Health.up();
    }

    /** What it has counted, asked now; empty when it does not say. */
    Optional<Figures> figures() {
        try {
            figures = Optional.of(Figures.ask(settings.statisticsPort()));
        } catch (IOException e) {
            figures = Optional.empty();
        }
        return figures;
    }

    /** What it had counted when it was asked last. */
    Optional<Figures> lastFigures() {
        return figures;
    }

    /** How many records a zone of its own has. */
    long recordsOf(Served zone) {
        return now.figures().getOrDefault(zone.file(), ZoneStore.Figure.NONE).records();
    }

    long serialOf(Served zone) {
        return now.figures().getOrDefault(zone.file(), ZoneStore.Figure.NONE).serial();
    }

    /** How many all of them have. */
    long records() {
        Composed composed = now;
        return composed.plan().zones().stream()
                .mapToLong(zone -> composed.figures()
                        .getOrDefault(zone.file(), ZoneStore.Figure.NONE)
                        .records())
                .sum();
    }

    DnsSettings settings() {
        return settings;
    }

    DaemonState state() {
        return state;
    }

    /** What is served, and what is not. */
    Composed now() {
        return now;
    }

    List<NamedConf.Handed> handed() {
        return handed;
    }

    Optional<Instant> refreshed() {
        return refreshed;
    }

    /** Why what should be served is not; empty when it is. */
    Texts fault() {
        return fault.isEmpty() ? unread : fault;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // Two must not write the same files: the next one begins when this one has ended.
            thread.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.ifPresent(Daemons.Running::close);
    }
}
