// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.rest.time.Clockwork;
import cloudy.rest.time.TimerThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what changes in the node to all who follow it.
 *
 * <p>Everything is sent by one thread, and never under a lock, so the order is the same for all and no caller holds up
 * the rooms in which things change. While nobody follows, nothing wakes up.
 */
@Component(service = {EventSink.class, Operations.class})
public final class EventStreams implements EventSink, Operations {

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    static final int MAX_STREAMS = 1_000;

    /** How often a caller hears something. */
    static final long TICK_MILLIS = 30_000;

    /** What changes several times within this is told once. */
    static final long PAUSE_MILLIS = 250;

    /** What says when to come again, should the connection break. */
    private static final String RETRY = "retry: 3000\n\n";

    private static final Pattern TYPE = Pattern.compile("[a-z]{1,32}");

    private record Key(String type, String subject, Role role) {}

    private record Behind(EventStream.Filter filter, long position) {}

    private record Piece(EventStream stream, String text) {}

    private final Clockwork clock;
    private final Object lock = new Object();
    private final EventLog events =
            new EventLog(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
    private final Map<Key, Event> pending = new LinkedHashMap<>();
    private final Set<EventStream> streams = new LinkedHashSet<>();
    private long noted;
    private long dueAt = Long.MAX_VALUE;
    private boolean ticking;
    private boolean closed;

    @Activate
    public EventStreams() {
        this(new TimerThread("cloudy-rest-events"));
    }

    EventStreams(Clockwork clock) {
        this.clock = clock;
        noted = clock.millis() - PAUSE_MILLIS;
    }

    @Deactivate
    void close() {
        List<EventStream> all;
        synchronized (lock) {
            closed = true;
            all = List.copyOf(streams);
            streams.clear();
        }
        clock.close();
        all.forEach(EventStreams::end);
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("streamEvents", this::stream);
    }

    @Override
    public void accept(Event event) {
        // What holds a line end would be two lines of the stream.
        if (!TYPE.matcher(event.type()).matches()) {
            log.debug("An event of an odd type is not handed on");
            return;
        }
        synchronized (lock) {
            var key = new Key(event.type(), event.subject(), event.role());
            if (pending.size() >= EventLog.MAX_EVENTS || (streams.isEmpty() && pause() == 0)) {
                note();
            }
            // Anew at the end: what is told last is what holds.
            pending.remove(key);
            pending.put(key, event);
            if (!streams.isEmpty()) {
                deliverIn(pause());
            }
        }
    }

    private Answer stream(Call call) {
        Role role = call.requireCaller().role();
        Set<String> types = call.find("types")
                .map(text -> Set.copyOf(List.of(text.split(","))))
                .orElse(Set.of());
        var filter = new EventStream.Filter(role, types);
        // A browser that comes again asks for the same address, with the header beside it.
        Optional<String> after =
                Optional.ofNullable(call.headers().get("last-event-id")).or(() -> call.find("after"));
        synchronized (lock) {
            requireRoom();
        }
        return Answer.stream("text/event-stream", sink -> open(filter, after, sink));
    }

    private AutoCloseable open(EventStream.Filter filter, Optional<String> after, Answer.Sink sink) {
        synchronized (lock) {
            requireRoom();
            note();
            long position = after.map(id -> events.number(id).orElse(-1)).orElse(events.last());
            var stream = new EventStream(filter, sink, position);
            streams.add(stream);
            deliverIn(0);
            if (!ticking) {
                ticking = true;
                clock.after(TICK_MILLIS, this::tick);
            }
            return () -> leave(stream);
        }
    }

    private void requireRoom() {
        if (closed || streams.size() >= MAX_STREAMS) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "Ja són massa els que segueixen els esdeveniments; torneu-ho a provar més tard.",
                            "Ya son demasiados los que siguen los sucesos; vuelva a intentarlo más tarde.",
                            "Too many follow the events already; come again later."));
        }
    }

    private void deliverIn(long millis) {
        long at = clock.millis() + millis;
        if (at < dueAt) {
            dueAt = at;
            clock.after(millis, this::deliver);
        }
    }

    /** How long it takes until events may be told again. */
    private long pause() {
        return Math.max(0, noted + PAUSE_MILLIS - clock.millis());
    }

    private void note() {
        if (!pending.isEmpty()) {
            pending.values().forEach(events::append);
            pending.clear();
            noted = clock.millis();
        }
    }

    private void deliver() {
        List<Piece> pieces;
        synchronized (lock) {
            dueAt = Long.MAX_VALUE;
            note();
            pieces = pieces("");
        }
        pieces.forEach(this::send);
    }

    private void tick() {
        List<Piece> pieces;
        synchronized (lock) {
            note();
            // With the id, for the sake of callers whose own kind of event is rare: it must not get too old.
            pieces = pieces(": keep-alive\nid: " + events.id() + "\n\n");
            ticking = !streams.isEmpty();
            if (ticking) {
                clock.after(TICK_MILLIS, this::tick);
            }
        }
        pieces.forEach(this::send);
    }

    /** What each caller is still to be told, and something for all of them. */
    private List<Piece> pieces(String forAll) {
        // Nearly all are at the same place, so nearly all are sent the same text.
        var texts = new HashMap<Behind, String>();
        var pieces = new ArrayList<Piece>();
        for (EventStream stream : streams) {
            String text = texts.computeIfAbsent(new Behind(stream.filter, stream.position), this::text) + forAll;
            if (stream.fresh) {
                // Where it stands comes last: who has got this has got all that was before.
                text = RETRY + text + "id: " + events.id() + "\n\n";
            }
            stream.fresh = false;
            stream.position = events.last();
            if (!text.isEmpty()) {
                pieces.add(new Piece(stream, text));
            }
        }
        return pieces;
    }

    private String text(Behind caller) {
        var text = new StringBuilder();
        events.after(caller.position())
                .ifPresentOrElse(
                        missed -> missed.stream()
                                .filter(entry -> caller.filter().passes(entry))
                                .forEach(entry -> text.append(entry.text())),
                        () -> text.append(events.reset()));
        return text.toString();
    }

    private void send(Piece piece) {
        try {
            if (piece.stream().send(piece.text())) {
                return;
            }
        } catch (RuntimeException e) {
            log.debug("A caller is not to be reached", e);
            end(piece.stream());
        }
        leave(piece.stream());
    }

    private static void end(EventStream stream) {
        try {
            stream.end();
        } catch (RuntimeException e) {
            log.debug("A caller has gone already", e);
        }
    }

    private void leave(EventStream stream) {
        synchronized (lock) {
            streams.remove(stream);
        }
    }
}
