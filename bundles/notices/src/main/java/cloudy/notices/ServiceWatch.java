// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.Text;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.notice.Notices.Urgency;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Raises a notice for each service of this node that is not well, and for each carrier that has no room for one.
 *
 * <p>It registers itself once it stands: what tells it of events is what it needs itself to begin, and as a component's
 * service each would wait for the other.
 */
@Component(service = {})
public final class ServiceWatch implements EventSink {

    private static final String SERVICE = "service:";
    private static final String ROOM = "room:";
    private static final int MAX_ID = 140;
    private static final int MAX_REASON = 300;

    private final LocalServices services;
    private final NoticeBoard board;
    private final Clock clock;
    private final Duration patience;
    private final Instant begun;
    private final ScheduledExecutorService thread = Threads.timer("cloudy-notices-watch");
    private final AtomicBoolean waits = new AtomicBoolean();

    /** Services that were up since this began, and since when each that is not well is not; the thread's own. */
    private final Set<String> wereUp = new HashSet<>();

    private Map<String, Instant> unwell = new HashMap<>();

    private Optional<ServiceRegistration<EventSink>> registration = Optional.empty();

    @Activate
    public ServiceWatch(BundleContext context, @Reference LocalServices services, @Reference NoticeBoard board) {
        this(services, board, new SteadyClock(), Duration.ofSeconds(60));
        registration =
                Optional.of(context.registerService(EventSink.class, this, FrameworkUtil.asDictionary(Map.of())));
    }

    /** @param patience how long a service that has just come may be unwell, and one that has not come be away */
    ServiceWatch(LocalServices services, NoticeBoard board, Clock clock, Duration patience) {
        this.services = services;
        this.board = board;
        this.clock = clock;
        this.patience = patience;
        begun = clock.instant();
        // Whether or not anything happens until then: what stood before the restart may be over.
        lookIn(patience.plusSeconds(1));
    }

    @Deactivate
    void close() {
        registration.ifPresent(ServiceRegistration::unregister);
        Threads.end(thread);
    }

    @Override
    public void accept(Event event) {
        if (event.type().equals("service") && waits.compareAndSet(false, true)) {
            lookIn(Duration.ofSeconds(1));
        }
    }

    private void lookIn(Duration delay) {
        try {
            var unused = thread.schedule(
                    () -> {
                        waits.set(false);
                        look();
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile.
            waits.set(false);
        }
    }

    /** Compares the notices with the services. */
    void look() {
        Instant now = clock.instant();
        var bad = new HashSet<String>();
        var present = new HashMap<String, Instant>();
        for (LocalService service : services.all()) {
            String id = Text.clean(service.id(), MAX_ID).replaceAll("[^A-Za-z0-9:._~@+/-]", "_");
            if (service.run() == Run.UP) {
                wereUp.add(id);
            }
            if (isUnwell(service.run())) {
                Instant since = unwell.getOrDefault(id, now);
                present.put(id, since);
                boolean sure = wereUp.contains(id)
                        || service.run() == Run.CRASH_LOOPING
                        || !now.isBefore(since.plus(patience));
                if (sure || stands(SERVICE + id)) {
                    bad.add(NoticeBoard.key(SERVICE + id));
                    board.raise(SERVICE + id, urgency(service.run()), text(service));
                } else if (!unwell.containsKey(id)) {
                    lookIn(patience.plusSeconds(1));
                }
            } else if (service.run() == Run.FAILING || service.run() == Run.STARTING) {
                // Neither well nor over.
                bad.add(NoticeBoard.key(SERVICE + id));
            }
            for (String carrier : full(service)) {
                bad.add(NoticeBoard.key(ROOM + id + ':' + carrier));
                board.raise(ROOM + id + ':' + carrier, Urgency.WARNING, noRoom(service, carrier));
            }
        }
        unwell = present;
        if (now.isBefore(begun.plus(patience))) {
            // Services are still coming.
            return;
        }
        for (Notice notice : board.all()) {
            boolean ours = notice.id().startsWith(SERVICE) || notice.id().startsWith(ROOM);
            if (ours && !bad.contains(notice.id())) {
                board.clear(notice.id());
            }
        }
    }

    private boolean stands(String id) {
        String key = NoticeBoard.key(id);
        return board.all().stream().anyMatch(notice -> notice.id().equals(key));
    }

    private static boolean isUnwell(Run run) {
        return switch (run) {
            case DOWN, MISSING, MISCONFIGURED, CRASH_LOOPING -> true;
            case OFF, STARTING, UP, FAILING -> false;
        };
    }

    private static Urgency urgency(Run run) {
        return run == Run.DOWN || run == Run.CRASH_LOOPING ? Urgency.FAULT : Urgency.WARNING;
    }

    private static List<String> full(LocalService service) {
        return service.offers().stream()
                .flatMap(offer -> offer.by().entrySet().stream())
                .filter(outcome -> outcome.getValue().kind() == Outcome.Kind.NO_ROOM)
                .map(Map.Entry::getKey)
                .distinct()
                .toList();
    }

    private static Texts text(LocalService service) {
        String id = Text.clean(service.id(), MAX_ID);
        Texts why = service.why().isEmpty()
                ? Texts.of(".")
                : Texts.of(": %s").with(service.why().clean(MAX_REASON));
        Texts what =
                switch (service.run()) {
                    case CRASH_LOOPING ->
                        Texts.of(
                                "El programa del servei %s acaba una vegada i una altra%s",
                                "El programa del servicio %s termina una y otra vez%s",
                                "The program of the service %s ends again and again%s");
                    case MISSING ->
                        Texts.of(
                                "Al servei %s li falta un programa%s",
                                "Al servicio %s le falta un programa%s", "The service %s lacks a program%s");
                    case MISCONFIGURED ->
                        Texts.of(
                                "El servei %s no pot funcionar tal com està configurat%s",
                                "El servicio %s no puede funcionar tal como está configurado%s",
                                "The service %s cannot run as it is set up%s");
                    default ->
                        Texts.of(
                                "El servei %s no funciona i no s'anuncia%s",
                                "El servicio %s no funciona y no se anuncia%s",
                                "The service %s does not work and is not announced%s");
                };
        return what.with(id, why);
    }

    private static Texts noRoom(LocalService service, String carrier) {
        String id = Text.clean(service.id(), MAX_ID);
        return Texts.of(
                "No hi ha lloc a " + carrier + " per anunciar el servei " + id + ".",
                "No hay sitio en " + carrier + " para anunciar el servicio " + id + ".",
                "There is no room at " + carrier + " to announce the service " + id + ".");
    }
}
