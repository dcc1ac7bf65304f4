// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.access.Audit;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who follow changes, and the audit log, what became of settings. Safe for use by many threads.
 *
 * <p>The audit log starts after the settings: what is to be said to it waits until it is there.
 */
@Component(service = Witnesses.class)
public final class Witnesses {

    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);

    /** One for every file, and then some. */
    private static final int MAX_WAITING = 2 * EtcFolder.MAX_FILES;

    private static final String ACTION = "settings.changed";

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<EventSink> sinks = List.of();

    private volatile Audit audit;

    private final Deque<Event> events = new ArrayDeque<>();
    private final Deque<Notice> entries = new ArrayDeque<>();

    /** Whether an entry was left out, which is said once. */
    private boolean full;

    /** Held by the one thread that speaks, so that the order stays; the others leave theirs to it and go on. */
    private final ReentrantLock speaking = new ReentrantLock();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setAudit(Audit found) {
        audit = found;
        deliver();
    }

    void unsetAudit(Audit gone) {
        if (audit == gone) {
            audit = null;
        }
    }

    /** Takes note; tells nobody yet, so it may be called with any lock held. */
    void note(Notice notice) {
        synchronized (events) {
            events.add(Event.of("settings", notice.pid()));
            trim(events);
            if (notice.isToBeAudited()) {
                entries.add(notice);
                if (trim(entries) && !full) {
                    full = true;
                    LOG.warn("There is no audit log, and more changes of settings than can wait for it");
                }
            }
        }
    }

    /** Tells what was noted. Called without a lock: those who are told may ask for settings. */
    void deliver() {
        while (hasNews() && speaking.tryLock()) {
            try {
                boolean told = false;
                for (Event event = next(events); event != null; event = next(events)) {
                    EventSink.tell(sinks, event);
                    told = true;
                }
                if (told) {
                    // A file may be refused now, or not any more.
                    EventSink.tell(sinks, Event.of("check", SettingsFilesCheck.ID));
                }
                Audit log = audit;
                for (Notice entry = log == null ? null : next(entries); entry != null; entry = next(entries)) {
                    append(log, entry);
                }
            } finally {
                speaking.unlock();
            }
        }
    }

    private static void append(Audit log, Notice entry) {
        try {
            log.append(entry.by(), "", ACTION, entry.pid(), entry.outcome());
        } catch (RuntimeException e) {
            LOG.error("The audit log did not take that {} has changed", entry.pid(), e);
        }
    }

    private boolean hasNews() {
        synchronized (events) {
            return !events.isEmpty() || (audit != null && !entries.isEmpty());
        }
    }

    private <T> T next(Deque<T> queue) {
        synchronized (events) {
            return queue.poll();
        }
    }

    private static boolean trim(Deque<?> queue) {
        boolean full = queue.size() > MAX_WAITING;
        if (full) {
            queue.remove();
        }
        return full;
    }
}
