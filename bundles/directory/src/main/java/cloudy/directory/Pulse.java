// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.access.Role;
import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Tells those who wait that the directory has changed, and the rest of the node at most once a second. One thread for
 * all of them, which is there while there is something to tell.
 */
@Component(service = Pulse.class)
public final class Pulse {

    static final int MAX_WAITING = 200;

    /** A neighbour that comes brings several announcements: who waits hears of them together. */
    private static final long GATHER_MILLIS = 50;

    private static final long TELL_MILLIS = 1_000;

    private record Waiter(long index, CompletableFuture<Void> future) {}

    private final Directory directory;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean answering = new AtomicBoolean();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Pulse::thread);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<EventSink> sinks = List.of();

    @Activate
    public Pulse(@Reference Directory directory) {
        this.directory = directory;
        thread.setKeepAliveTime(1, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
        // Only once it is shut down, when nobody waits.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        directory.onChange(this::changed);
    }

    Pulse(Directory directory, List<EventSink> sinks) {
        this(directory);
        this.sinks = sinks;
    }

    @Deactivate
    void close() {
        directory.onChange(() -> {});
        thread.shutdownNow();
        waiters.forEach(waiter -> waiter.future().complete(null));
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "cloudy-directory-pulse");
        thread.setDaemon(true);
        thread.setContextClassLoader(Pulse.class.getClassLoader());
        return thread;
    }

    /**
     * Waits until the directory has another revision than this one, or the time is over.
     *
     * @return empty when too many wait already
     */
    Optional<CompletionStage<Void>> next(long index, long seconds) {
        if (waiters.size() >= MAX_WAITING) {
            return Optional.empty();
        }
        var waiter = new Waiter(index, new CompletableFuture<>());
        waiters.add(waiter);
        ScheduledFuture<?> end = thread.schedule(() -> waiter.future().complete(null), seconds, TimeUnit.SECONDS);
        CompletionStage<Void> told = waiter.future().whenComplete((nothing, failure) -> {
            waiters.remove(waiter);
            end.cancel(false);
        });
        if (thread.isShutdown()) {
            waiter.future().complete(null);
        }
        // What changed before it was among the waiters was told to the others only.
        if (directory.revision() != index) {
            changed();
        }
        return Optional.of(told);
    }

    private void changed() {
        if (!waiters.isEmpty() && answering.compareAndSet(false, true)) {
            var unused = thread.schedule(this::answer, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!sinks.isEmpty() && telling.compareAndSet(false, true)) {
            var unused = thread.schedule(this::tell, TELL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void answer() {
        answering.set(false);
        long revision = directory.revision();
        for (Waiter waiter : waiters) {
            if (waiter.index() != revision) {
                waiter.future().complete(null);
            }
        }
    }

    private void tell() {
        telling.set(false);
        var event = new Event(
                "directory",
                "",
                Role.VIEWER,
                Map.of(
                        "index", Long.toString(directory.revision()),
                        "size", Integer.toString(directory.size())));
        EventSink.tell(sinks, event);
    }
}
