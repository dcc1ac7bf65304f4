// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static java.util.Objects.requireNonNull;

import cloudy.api.Audience;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Publisher;
import cloudy.api.network.Wanted;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's hold on one publisher: what it was asked for and what it answered. The publisher's own code runs on a
 * thread of the outlet's; all else but {@link #answered} belongs to the loop.
 */
final class Outlet {

    private static final Logger log = LoggerFactory.getLogger(Outlet.class);
    private static final int MAX_REASON = 200;

    /** Gets the publisher, and gives it back; either may take any time. */
    interface Source {
        Publisher get();

        void release(Publisher publisher);
    }

    private record Known(String carrier, Audience reach) {}

    private record Answer(Wanted wanted, Outcome outcome) {}

    private final Loop loop;
    private final Source source;
    private final Runnable changed;
    private final Newest<Runnable> turns = new Newest<>("cloudy-registry-publisher", Runnable::run);

    private Optional<Known> known = Optional.empty();
    private Map<String, Wanted> asked = Map.of();
    private boolean askedBefore;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private boolean closed;

    /** What was answered and not looked at yet; this monitor guards it. */
    private Map<String, Answer> answers = new HashMap<>();

    /** Only the outlet's thread touches it. */
    private Publisher publisher;

    /** @param changed is run by the loop when there is something to ask again or to look at */
    Outlet(Loop loop, Source source, Runnable changed) {
        this.loop = loop;
        this.source = source;
        this.changed = changed;
        turns.offer(this::meet);
    }

    /** Asks the publisher for all of these that its reach allows; only if that is another set than before. */
    void want(List<Wanted> all) {
        if (known.isEmpty() || closed) {
            return;
        }
        List<Wanted> wanted =
                all.stream().filter(each -> isInReach(each.offer().audience())).toList();
        if (askedBefore && List.copyOf(asked.values()).equals(wanted)) {
            return;
        }
        Map<String, Wanted> before = asked;
        askedBefore = true;
        asked = wanted.stream()
                .collect(Collectors.toMap(Wanted::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        outcomes.keySet().removeIf(id -> !before.get(id).equals(asked.get(id)));
        turns.offer(() -> publish(wanted));
    }

    /** The carrier's word, when it has said it. */
    Optional<String> carrier() {
        return known.map(Known::carrier);
    }

    /** What became of an offer that is wanted; empty when the publisher has not answered yet. */
    Optional<Outcome> outcome(Wanted wanted) {
        return isInReach(wanted.offer().audience())
                ? Optional.ofNullable(outcomes.get(wanted.id()))
                : Optional.of(Outcome.withheld(Texts.of(
                        "només és per a la xarxa local", "es solo para la red local", "it is meant for the LAN only")));
    }

    /** The publisher goes: it withdraws what it announced by itself. */
    void gone() {
        end();
        turns.offer(this::release);
        turns.close();
    }

    /** The registry goes, and nothing is wanted any more. */
    void close() {
        boolean hasAny = !asked.isEmpty();
        end();
        turns.offer(() -> {
            if (hasAny) {
                publish(List.of());
            }
            release();
        });
        turns.close();
    }

    private void end() {
        closed = true;
        known = Optional.empty();
        outcomes.clear();
        asked = Map.of();
    }

    private boolean isInReach(Audience audience) {
        return known.filter(carrier -> audience.includes(carrier.reach())).isPresent();
    }

    private void meet() {
        publisher = source.get();
        if (publisher == null) {
            log.warn("A publisher could not be had; nothing is announced through it");
            return;
        }
        var met = new Known(requireNonNull(publisher.carrier()), requireNonNull(publisher.reach()));
        loop.execute(() -> {
            if (!closed) {
                known = Optional.of(met);
                changed.run();
            }
        });
    }

    private void release() {
        if (publisher != null) {
            source.release(publisher);
        }
    }

    private void publish(List<Wanted> wanted) {
        Map<String, Wanted> byId =
                wanted.stream().collect(Collectors.toMap(Wanted::id, Function.identity(), (a, b) -> a));
        try {
            publisher.publish(wanted, given -> answered(byId, given));
        } catch (Throwable e) {
            log.warn("The publisher {} failed", publisher.getClass().getName(), e);
            Outcome failed = Outcome.withheld(
                    Texts.of("el mitjà ha fallat: %s", "el medio ha fallado: %s", "the carrier failed: %s")
                            .with(Verdict.thrown(e).why()));
            answered(byId, wanted.stream().collect(Collectors.toMap(Wanted::id, each -> failed, (a, b) -> a)));
        }
    }

    /** Any thread; does not wait for the loop. */
    private void answered(Map<String, Wanted> set, Map<String, Outcome> given) {
        // Its own code ends here: the loop may wait for the monitor.
        Map<String, Answer> fresh = new HashMap<>();
        given.forEach((id, outcome) -> {
            Wanted wanted = set.get(id);
            if (wanted != null && outcome != null) {
                fresh.put(id, new Answer(wanted, bounded(outcome)));
            }
        });
        boolean first;
        synchronized (this) {
            first = answers.isEmpty() && !fresh.isEmpty();
            answers.putAll(fresh);
        }
        if (first) {
            loop.execute(this::listen);
        }
    }

    private void listen() {
        Map<String, Answer> news;
        synchronized (this) {
            news = answers;
            answers = new HashMap<>();
        }
        // An answer to an earlier set counts as long as that entry is still wanted exactly so.
        boolean any = false;
        for (Map.Entry<String, Answer> answer : news.entrySet()) {
            if (answer.getValue().wanted().equals(asked.get(answer.getKey()))) {
                Outcome outcome = answer.getValue().outcome();
                any |= !outcome.equals(outcomes.put(answer.getKey(), outcome));
            }
        }
        if (any) {
            changed.run();
        }
    }

    private static Outcome bounded(Outcome outcome) {
        return new Outcome(outcome.kind(), outcome.why().clean(MAX_REASON));
    }
}
