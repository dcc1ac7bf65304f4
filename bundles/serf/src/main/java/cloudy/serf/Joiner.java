// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.form.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Keeps this node together with the others, without a hand on it.
 *
 * <p>Every address in the settings is joined once after each start of the agent, and tried again with growing pauses
 * until it was. A node that is alone also tries members that it has seen before. Where members have failed, one of them
 * is tried now and then, by few nodes at a time: Serf itself would heal a split, but leaves it to chance when. Works on
 * the thread of its executor only.
 */
final class Joiner {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration FIRST_LOST = Duration.ofSeconds(10);
    private static final Duration LONGEST_LOST = Duration.ofMinutes(5);
    private static final Duration SAVE_SOON = Duration.ofSeconds(3);
    private static final Duration SAVE_LATER = Duration.ofMinutes(10);
    private static final int REMEMBERED_AT_ONCE = 3;

    /** So many nodes at a time look for a lost one, on average. */
    private static final double SEARCHERS = 3;

    private final List<String> configured;
    private final SeenMembers seen;
    private final MemberView view;
    private final Function<String, CompletableFuture<Integer>> join;
    private final ScheduledExecutorService work;
    private final Random random;
    private final Backoff pauses;
    private final Backoff lostPauses;

    private final Set<String> reached = new HashSet<>();
    private final Set<String> trying = new HashSet<>();
    private final Map<String, Texts> failures = new LinkedHashMap<>();
    private boolean up;
    private boolean hadCompany;
    private int lost;
    private long session;
    private ScheduledFuture<?> next;
    private ScheduledFuture<?> saving;
    private boolean saved;

    Joiner(
            List<Endpoint> configured,
            SeenMembers seen,
            MemberView view,
            Function<String, CompletableFuture<Integer>> join,
            ScheduledExecutorService work,
            Random random) {
        this.configured = configured.stream().map(Endpoint::toString).toList();
        this.seen = seen;
        this.view = view;
        this.join = join;
        this.work = work;
        this.random = random;
        pauses = new Backoff(FIRST, LONGEST, random);
        lostPauses = new Backoff(FIRST_LOST, LONGEST_LOST, random);
    }

    /** The agent can be spoken to: a new one knows nobody. */
    void up() {
        up = true;
        session++;
        reached.clear();
        trying.clear();
        pauses.reset();
        lostPauses.reset();
        round();
    }

    void down() {
        up = false;
        cancel();
    }

    /** Members came or went. */
    void look() {
        if (!up) {
            return;
        }
        boolean company = view.hasCompany();
        int failed = view.count(Status.FAILED);
        if (company) {
            remember();
        }
        if (hadCompany && !company) {
            pauses.reset();
            schedule(FIRST);
        } else if (failed > lost) {
            lostPauses.reset();
            schedule(lostPauses.next());
        }
        hadCompany = company;
        lost = failed;
    }

    /** Addresses in the settings that could not be joined, and why. */
    List<Texts> problems() {
        return failures.entrySet().stream()
                .filter(failure -> configured.contains(failure.getKey()))
                .map(failure -> Texts.of(
                                "aquest node no s'ha pogut unir a %s: %s",
                                "este nodo no se ha podido unir a %s: %s", "%s cannot be joined: %s")
                        .with(failure.getKey(), failure.getValue()))
                .toList();
    }

    private void round() {
        cancel();
        if (!up) {
            return;
        }
        boolean alone = !view.hasCompany();
        var targets = new LinkedHashSet<String>();
        configured.stream()
                .filter(address -> alone || !reached.contains(address))
                .forEach(targets::add);
        boolean unreached = !targets.isEmpty();
        if (alone) {
            targets.addAll(remembered());
        }
        List<KnownMember> failed = view.others(member -> member.status() == Status.FAILED);
        if (!failed.isEmpty() && random.nextDouble() < SEARCHERS * failed.size() / (view.count(Status.ALIVE) + 1)) {
            targets.add(failed.get(random.nextInt(failed.size())).endpoint().toString());
        }
        targets.forEach(this::attempt);
        if (unreached || (alone && !targets.isEmpty())) {
            schedule(pauses.next());
        } else if (!failed.isEmpty()) {
            schedule(lostPauses.next());
        }
    }

    private List<String> remembered() {
        var addresses = new ArrayList<>(seen.addresses());
        Collections.shuffle(addresses, random);
        return addresses.subList(0, Math.min(REMEMBERED_AT_ONCE, addresses.size()));
    }

    private void attempt(String address) {
        if (!trying.add(address)) {
            return;
        }
        long now = session;
        join.apply(address)
                .whenCompleteAsync(
                        (count, failure) -> {
                            if (now == session) {
                                done(address, failure);
                            }
                        },
                        work)
                // A failure to join has been dealt with above.
                .exceptionally(failure -> 0);
    }

    private void done(String address, Throwable failure) {
        trying.remove(address);
        if (failure == null) {
            reached.add(address);
            failures.remove(address);
        } else if (configured.contains(address)) {
            failures.put(address, JoinFailure.inPlainWords(failure));
        }
    }

    private void schedule(Duration pause) {
        if (next != null && !next.isDone() && next.getDelay(TimeUnit.MILLISECONDS) <= pause.toMillis()) {
            return;
        }
        cancel();
        next = work.schedule(this::round, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    /** Writes members down soon after the first were met, and rarely from then on: flash memory wears out. */
    private void remember() {
        if (saving != null) {
            return;
        }
        Duration pause = saved ? SAVE_LATER : SAVE_SOON;
        saving = work.schedule(this::save, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Writes down who is there. */
    void save() {
        saving = null;
        seen.met(view.others(KnownMember::alive).stream()
                .map(member -> member.endpoint().toString())
                .toList());
        if (seen.changed()) {
            seen.save();
            saved = true;
        }
    }
}
