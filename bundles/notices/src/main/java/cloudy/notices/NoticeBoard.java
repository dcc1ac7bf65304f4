// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notices that stand. Safe for use by many threads; a thread of its own writes them and tells of them, a moment
 * later, so that what comes in a burst costs one write.
 */
@Component(service = {Notices.class, NoticeBoard.class})
public final class NoticeBoard implements Notices {

    /** How many stand at most; a board with more on it is read by nobody. */
    static final int MAX = 200;

    private static final Logger log = LoggerFactory.getLogger(NoticeBoard.class);
    private static final int MAX_TEXT = 1_000;

    /** What can be said in a path of the API, where a slash cannot. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9:._~@+-]{1,160}");

    private final NoticeFile file;
    private final Clock clock;
    private final Duration settling;
    private final ScheduledExecutorService thread = Threads.timer("cloudy-notices-board");
    private final Set<Runnable> followers = new CopyOnWriteArraySet<>();

    /** The oldest first. This monitor guards it, and what follows. */
    private final Map<String, Notice> standing = new LinkedHashMap<>();

    private Map<String, Event> untold = new LinkedHashMap<>();

    /** Whether more than figures has changed, which alone are not worth a write every few minutes, for as long as it is so. */
    private boolean unwritten;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<EventSink> sinks = List.of();

    @Activate
    public NoticeBoard() {
        this(Path.of(System.getProperty("karaf.data"), "notices"), Clock.systemUTC(), Duration.ofMillis(500));
    }

    NoticeBoard(Path folder, Clock clock, Duration settling) {
        this.clock = clock;
        this.settling = settling;
        file = new NoticeFile(folder.resolve("notices.json"));
        file.read().stream().limit(MAX).forEach(notice -> standing.put(notice.id(), notice));
    }

    @Deactivate
    void close() {
        Threads.end(thread);
        settle();
    }

    @Override
    public void raise(String id, Urgency urgency, Texts text) {
        String key = key(id);
        Texts clean = clean(text);
        boolean news;
        synchronized (this) {
            Notice old = standing.get(key);
            if (old != null && old.says(urgency, clean)) {
                return;
            }
            // Who has dismissed it has seen how bad it is; other figures are no reason to come back.
            boolean dismissed = old != null && old.dismissed() && urgency.compareTo(old.urgency()) <= 0;
            var now = new Notice(key, urgency, clean, old == null ? clock.instant() : old.since(), dismissed);
            standing.put(key, now);
            news = old == null || !old.saysAbout(urgency, clean);
            unwritten |= news;
            tellOf(now, "raised");
            if (standing.size() > MAX) {
                // The first of the least urgent is the oldest of them.
                Notice least = standing.values().stream()
                        .min(Comparator.comparing(Notice::urgency))
                        .orElseThrow();
                standing.remove(least.id());
                changed(least, "dropped");
            }
        }
        if (news) {
            log.warn("{}: {}", key, clean.in(List.of()));
        }
    }

    @Override
    public void clear(String id) {
        Notice gone;
        synchronized (this) {
            gone = standing.remove(key(id));
            if (gone == null) {
                return;
            }
            changed(gone, "cleared");
        }
        log.info("{}: over", gone.id());
    }

    /** Says that somebody has seen it; false when there is none of this id. */
    boolean dismiss(String id) {
        synchronized (this) {
            Notice notice = standing.get(id);
            if (notice == null) {
                return false;
            }
            if (!notice.dismissed()) {
                standing.put(id, notice.dismiss());
                changed(notice, "dismissed");
            }
            return true;
        }
    }

    /** Those that stand, the oldest first. */
    synchronized List<Notice> all() {
        return List.copyOf(standing.values());
    }

    /** Has a follower called after each change, by the board's thread; it must not block. */
    void follow(Runnable follower) {
        followers.add(follower);
    }

    void unfollow(Runnable follower) {
        followers.remove(follower);
    }

    /** The id as it is kept: service ids come with slashes. */
    static String key(String id) {
        String key = id.replace('/', ':');
        if (!ID.matcher(key).matches()) {
            throw new InvalidFieldException(
                    "id",
                    Texts.of(
                            "ha de tenir d'1 a 160 lletres, xifres i : . _ ~ @ + -",
                            "debe tener de 1 a 160 letras, cifras y : . _ ~ @ + -",
                            "must be 1 to 160 letters, digits and : . _ ~ @ + -"),
                    id);
        }
        return key;
    }

    private static Texts clean(Texts text) {
        return text.clean(MAX_TEXT);
    }

    private void changed(Notice notice, String state) {
        unwritten = true;
        tellOf(notice, state);
    }

    private void tellOf(Notice notice, String state) {
        var event = new Event(
                "notice",
                notice.id(),
                Role.VIEWER,
                Map.of("state", state, "urgency", notice.urgency().name().toLowerCase(Locale.ROOT)));
        boolean first = untold.isEmpty();
        untold.put(notice.id(), event);
        if (first && !thread.isShutdown()) {
            var unused = thread.schedule(this::settle, settling.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void settle() {
        Map<String, Event> events;
        List<Notice> now;
        boolean writes;
        synchronized (this) {
            events = untold;
            untold = new LinkedHashMap<>();
            now = all();
            writes = unwritten;
            unwritten = false;
        }
        if (events.isEmpty()) {
            return;
        }
        if (writes) {
            write(now);
        }
        events.values().forEach(event -> EventSink.tell(sinks, event));
        followers.forEach(Runnable::run);
    }

    private void write(List<Notice> now) {
        try {
            file.write(now);
        } catch (IOException e) {
            // The disk may be what the notice is about; the next change writes all of them again.
            log.error("The notices could not be written: {}", e.toString());
        }
    }
}
