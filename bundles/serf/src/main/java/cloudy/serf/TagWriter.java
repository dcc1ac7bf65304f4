// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tag {@code services} of this node's member as it is wanted.
 *
 * <p>A change goes out at once, and the next one five seconds later at the soonest, because every node of the community
 * has to pass each on. What stands there already is never written again. Works on the thread of its executor only.
 */
final class TagWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TagWriter.class);

    static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int LESS_ROOM = 16;

    /** Sets the tag, or removes it; fails with what the agent says. */
    interface Tag {

        CompletableFuture<Void> set(Optional<String> value);
    }

    /**
     * What has to be known of the node.
     *
     * @param host the name in the records
     * @param address where its services are; empty while it has no address
     * @param withheld why nothing is published; empty when it is
     * @param importance types, the most important first
     */
    record Place(String host, Optional<InetAddress> address, Optional<Texts> withheld, List<String> importance) {}

    private final Supplier<Place> place;
    private final ScheduledExecutorService work;
    private final LongSupplier nanoTime;
    private final LastWrite lastWrite;

    private Optional<List<Wanted>> wanted = Optional.empty();
    private Consumer<Map<String, Outcome>> answer = outcomes -> {};
    private Map<String, Outcome> answered = new HashMap<>();

    private Optional<Tag> tag = Optional.empty();
    private Texts downReason = Texts.of(
            "l'agent Serf encara no funciona", "el agente Serf aún no funciona", "the Serf agent is not running yet");
    private Optional<String> standing = Optional.empty();
    private Map<String, String> otherTags = Map.of();
    private int lessRoom;

    private boolean writing;
    private boolean waiting;

    TagWriter(Supplier<Place> place, ScheduledExecutorService work, LongSupplier nanoTime, LastWrite lastWrite) {
        this.place = place;
        this.work = work;
        this.nanoTime = nanoTime;
        this.lastWrite = lastWrite;
    }

    /** Wants these entries from now on. */
    void want(List<Wanted> entries, Consumer<Map<String, Outcome>> listener) {
        wanted = Optional.of(List.copyOf(entries));
        answer = listener;
        answered = new HashMap<>();
        look();
    }

    /** The agent can be spoken to, and its own member has these tags. */
    void up(Tag setter, Map<String, String> tags) {
        tag = Optional.of(setter);
        lessRoom = 0;
        stands(tags);
    }

    /** This node's member has these tags now, whoever set them. */
    void stands(Map<String, String> tags) {
        var others = new HashMap<>(tags);
        standing = Optional.ofNullable(others.remove(ServicesTag.NAME));
        otherTags = others;
        look();
    }

    void down(Texts reason) {
        tag = Optional.empty();
        writing = false;
        downReason = reason;
        look();
    }

    /** Looks what is to be done: after any change of what was said here, or of what the place says. */
    void look() {
        if (wanted.isEmpty()) {
            return;
        }
        Place here = place.get();
        Optional<Texts> withheld = here.withheld()
                .or(() -> tag.isEmpty() ? Optional.of(downReason) : Optional.empty())
                .or(() -> here.address().isEmpty()
                        ? Optional.of(Texts.of(
                                "aquest node no té cap adreça a la xarxa comunitària",
                                "este nodo no tiene ninguna dirección en la red comunitaria",
                                "this node has no address in the community network"))
                        : Optional.empty());
        TagPlan plan = withheld.map(this::nothing)
                .orElseGet(() -> TagPlan.of(
                        wanted.get(),
                        here.importance(),
                        ServicesTag.room(otherTags) - lessRoom,
                        here.host(),
                        here.address().orElseThrow()));
        boolean stands = plan.value().equals(standing);
        tell(plan.outcomes(), stands);
        if (!stands && tag.isPresent() && !writing && !waiting) {
            writeInTime(plan);
        }
    }

    private TagPlan nothing(Texts reason) {
        var outcomes = new HashMap<String, Outcome>();
        wanted.orElseThrow().forEach(entry -> outcomes.put(entry.id(), Outcome.withheld(reason)));
        return new TagPlan(Optional.empty(), outcomes);
    }

    private void writeInTime(TagPlan plan) {
        long left = lastWrite.left(PAUSE, nanoTime.getAsLong());
        if (left > 0) {
            waiting = true;
            later(left);
            return;
        }
        lastWrite.at(nanoTime.getAsLong());
        writing = true;
        Tag written = tag.orElseThrow();
        CompletableFuture<Void> done = written.set(plan.value());
        done.handleAsync(
                        (nothing, failure) -> {
                            done(written, plan, failure);
                            return null;
                        },
                        work)
                .exceptionally(failure -> {
                    LOG.error("Writing the list of services went wrong", failure);
                    return null;
                });
    }

    private void later(long nanos) {
        var unused = work.schedule(
                () -> {
                    waiting = false;
                    look();
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private void done(Tag by, TagPlan plan, Throwable failure) {
        if (tag.filter(now -> now == by).isEmpty()) {
            return;
        }
        writing = false;
        String error = failure == null ? "" : message(failure);
        if (error.contains("exceeds limit")) {
            // Somebody else's tags that we have not heard of yet take some of the room.
            lessRoom += LESS_ROOM;
        } else if (error.isEmpty() || error.contains("timeout waiting for update broadcast")) {
            // The tags are set before the agent waits for them to be passed on.
            standing = plan.value();
        } else {
            LOG.warn("The agent does not take the list of services: {}", error);
            var outcomes = new HashMap<String, Outcome>();
            plan.outcomes()
                    .keySet()
                    .forEach(id -> outcomes.put(
                            id,
                            Outcome.withheld(Texts.of(
                                            "l'agent Serf diu: %s",
                                            "el agente Serf dice: %s", "the Serf agent says: %s")
                                    .with(error))));
            tell(outcomes, true);
            waiting = true;
            later(PAUSE.toNanos() * 2);
            return;
        }
        look();
    }

    private static String message(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    /** Tells what was not told yet; what is to be announced is when it stands there. */
    private void tell(Map<String, Outcome> outcomes, boolean stands) {
        var news = new HashMap<String, Outcome>();
        outcomes.forEach((id, outcome) -> {
            boolean known = stands || outcome.kind() != Outcome.Kind.ANNOUNCED;
            if (known && !outcome.equals(answered.get(id))) {
                news.put(id, outcome);
            }
        });
        if (!news.isEmpty()) {
            answered.putAll(news);
            answer.accept(news);
        }
    }
}
