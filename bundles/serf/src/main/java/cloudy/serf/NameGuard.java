// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.form.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after this node's names: has the cluster forget those of before, and tells when somebody else uses one.
 *
 * <p>A member with our node id and another address is either what this node was before it moved, or a copy of its data
 * that runs elsewhere. Whether anybody answers there tells which. Works on the thread of its executor only, except
 * {@link #warnings}.
 */
final class NameGuard {

    private static final Logger LOG = LoggerFactory.getLogger(NameGuard.class);

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration ANSWERED_BY = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** The ways in which this reaches out. */
    record Reach(
            Function<Endpoint, CompletableFuture<Boolean>> answers, Function<String, CompletableFuture<Void>> forget) {}

    private final String nodeId;
    private final MemberView view;
    private final PastNames past;
    private final Reach reach;
    private final ScheduledExecutorService work;
    private final LongSupplier nanoTime;

    private final Map<String, Endpoint> clones = new ConcurrentHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Forgetting> forgotten = new HashMap<>();
    private boolean waiting;
    private int alive;
    private boolean askedWhose;
    private boolean answeredWhose;

    /** How often a name was to be forgotten, and when last. */
    private record Forgetting(int times, long last) {

        /** Every member passes it on each time, so ever more rarely. */
        boolean isDue(long now) {
            return now - last >= PAUSE.toNanos() << Math.min(times, 6);
        }
    }

    private record Twin(String where, long seen) {}

    private volatile Optional<Twin> twin = Optional.empty();

    NameGuard(
            String nodeId,
            MemberView view,
            PastNames past,
            Reach reach,
            ScheduledExecutorService work,
            LongSupplier nanoTime) {
        this.nodeId = nodeId;
        this.view = view;
        this.past = past;
        this.reach = reach;
        this.work = work;
        this.nanoTime = nanoTime;
    }

    /** The agent was reached and says which name this node has: a new one does not know what the last one forgot. */
    void up(String name) {
        past.has(name);
        forgotten.clear();
        alive = 0;
    }

    /** Members came, went or changed. */
    void look() {
        List<KnownMember> ours = view.others(member -> member.nodeId().equals(Optional.of(nodeId)));
        Set<String> answering = new HashSet<>();
        for (KnownMember member : ours) {
            if (!member.alive()) {
                // A leaving one is on its way: it is forgotten when it has gone.
                if (member.status() != Status.LEAVING) {
                    forget(member.name());
                }
            } else {
                answering.add(member.name());
                ask(member);
            }
        }
        clones.keySet().retainAll(answering);
        forgetFormer(answering);
        if (!ours.isEmpty() && !waiting) {
            waiting = true;
            var unused = work.schedule(
                    () -> {
                        waiting = false;
                        look();
                    },
                    PAUSE.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void ask(KnownMember member) {
        if (!asked.add(member.name())) {
            return;
        }
        reach.answers()
                .apply(member.endpoint())
                .whenCompleteAsync((answers, failure) -> asked(member, failure == null && answers), work)
                .exceptionally(failure -> false);
    }

    private void asked(KnownMember member, boolean answers) {
        asked.remove(member.name());
        if (view.member(member.name()).filter(KnownMember::alive).isEmpty()) {
            return;
        }
        if (!answers) {
            clones.remove(member.name());
            forget(member.name());
        } else if (clones.put(member.name(), member.endpoint()) == null) {
            LOG.warn("{}", cloneWarning(member.endpoint()).english());
        }
    }

    /** Whenever more members are there than before: they may know names that nobody here does. */
    private void forgetFormer(Set<String> answering) {
        int now = view.count(Status.ALIVE);
        if (view.hasCompany() && now > alive) {
            past.former().stream()
                    .filter(name -> !answering.contains(name) && !name.equals(view.ownName()))
                    .forEach(this::forget);
        }
        alive = now;
    }

    private void forget(String name) {
        long now = nanoTime.getAsLong();
        Forgetting before = forgotten.get(name);
        if (before != null && !before.isDue(now)) {
            return;
        }
        forgotten.put(name, new Forgetting(before == null ? 0 : before.times() + 1, now));
        LOG.info("Has the cluster forget {}, a name that this node had before", name);
        reach.forget().apply(name).exceptionally(failure -> {
            LOG.info("{} is not forgotten yet: {}", name, failure.getMessage());
            return null;
        });
    }

    /** The agent logged that another member has this node's name. */
    void twin(String where) {
        Optional<Twin> before = current();
        String known = before.map(Twin::where).orElse("");
        twin = Optional.of(new Twin(where.isEmpty() ? known : where, nanoTime.getAsLong()));
        if (before.isEmpty()) {
            LOG.warn("{}", twinWarning(where).english());
        }
    }

    /** The agent logged that somebody asks whose name is whose: when no answer of ours is logged it is about ours. */
    void askedWhose() {
        if (askedWhose) {
            return;
        }
        askedWhose = true;
        answeredWhose = false;
        var unused = work.schedule(
                () -> {
                    askedWhose = false;
                    if (!answeredWhose) {
                        twin("");
                    }
                },
                ANSWERED_BY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void answeredWhose() {
        answeredWhose = true;
    }

    private Optional<Twin> current() {
        return twin.filter(seen -> nanoTime.getAsLong() - seen.seen() < REMEMBERED.toNanos());
    }

    /** What the operator should see to; by any thread. */
    List<Texts> warnings() {
        var warnings = new ArrayList<Texts>();
        clones.values().forEach(endpoint -> warnings.add(cloneWarning(endpoint)));
        current().ifPresent(seen -> warnings.add(twinWarning(seen.where())));
        return warnings;
    }

    private static Texts cloneWarning(Endpoint where) {
        return Texts.of(
                        "Un altre node, a %s, té l'identificador d'aquest: se'n va copiar la carpeta de dades."
                                + " Doneu-ne un de nou"
                                + " a un dels dos: atureu-lo, esborreu-ne data/node, i torneu-lo a engegar",
                        "Otro nodo, en %s, tiene el identificador de este: se copió su carpeta de datos. Dé uno nuevo"
                                + " a uno de"
                                + " los dos: deténgalo, borre su data/node, y arránquelo de nuevo",
                        "Another node at %s has this node's id: its data folder was copied. Give one of the two a new"
                                + " id: stop it, remove its data/node, and start it again")
                .with(where);
    }

    private static Texts twinWarning(String where) {
        return Texts.of(
                        "Un altre membre%s fa servir el nom d'aquest node a la xarxa, que només en deixa quedar un",
                        "Otro miembro%s usa el nombre de este nodo en la red, que solo deja quedarse a uno",
                        "Another member%s uses this node's name in the cluster, which lets only one of them stay")
                .with(where.isEmpty() ? "" : " (" + where + ')');
    }
}
