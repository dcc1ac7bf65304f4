// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.cluster.ClusterMember.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be looked at from time to time, because nobody tells of it: this node's address every five seconds, the
 * distances and the agent's own figures every half minute, the whole list of members once an hour.
 *
 * <p>Works on the thread of its executor only, except {@link #stats}.
 */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** Java is not told of a new address; looking costs a tenth of a millisecond, and the agent wakes up more often. */
    static final Duration BEAT = Duration.ofSeconds(5);

    /** The agent pings one member after the other, and knows how far it is then. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final int BEATS_OF_A_ROUND = 6;

    /** For so long those who have just come are asked for at each beat. */
    private static final int BEATS_OF_A_MEETING = 4;

    private static final int DISTANCES_OF_A_MEETING = 8;
    private static final int DISTANCES_OF_A_ROUND = 64;

    /** Agents drop events when we are too slow for them; the whole list, once in a while, heals that. */
    private static final int ROUNDS_TO_READ_ALL = 120;

    private static final int ROUNDS_TO_READ_AGAIN = 10;

    /** The agent while it can be spoken to; its answers fail when it is lost, which is dealt with elsewhere. */
    interface Agent {

        /** Asks how far members are, those first that were not asked for the longest time. */
        void distances(int atMost);

        CompletableFuture<AgentStats> stats();

        /** Reads the whole list of members into the view. */
        CompletableFuture<Void> readAll();
    }

    private final MemberView view;
    private final Runnable address;
    private final Runnable tag;
    private final Supplier<Optional<Agent>> agent;
    private final ScheduledExecutorService work;

    private volatile AgentStats stats = AgentStats.UNKNOWN;
    private long beats;
    private long rounds;
    private long lastRead;
    private boolean countsDiffered;
    private int alive;
    private int meeting;
    private boolean waiting;

    /**
     * @param address looks at this node's address
     * @param tag looks at what is to be written
     */
    Upkeep(
            MemberView view,
            Runnable address,
            Runnable tag,
            Supplier<Optional<Agent>> agent,
            ScheduledExecutorService work) {
        this.view = view;
        this.address = address;
        this.tag = tag;
        this.agent = agent;
        this.work = work;
    }

    void start() {
        var unused = work.schedule(this::beatSafely, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beatSafely() {
        try {
            beat();
        } catch (RuntimeException e) {
            LOG.error("A look at the cluster went wrong", e);
        } finally {
            start();
        }
    }

    private void beat() {
        beats++;
        address.run();
        boolean round = beats % BEATS_OF_A_ROUND == 0;
        if (round) {
            rounds++;
            tag.run();
            agent.get().ifPresent(this::round);
        } else if (meeting > 0) {
            agent.get().ifPresent(now -> now.distances(DISTANCES_OF_A_MEETING));
        }
        meeting = Math.max(0, meeting - 1);
    }

    private void round(Agent now) {
        now.distances(DISTANCES_OF_A_ROUND);
        now.stats().thenAcceptAsync(answer -> compare(now, answer), work).exceptionally(failure -> null);
    }

    /** Members came or went: who is new is told with the distance soon, not half a minute later. */
    void look() {
        int now = view.count(Status.ALIVE);
        if (now > alive) {
            meeting = BEATS_OF_A_MEETING;
            soon();
        }
        alive = now;
    }

    private void soon() {
        if (!waiting) {
            waiting = true;
            var unused = work.schedule(
                    () -> {
                        waiting = false;
                        agent.get().ifPresent(now -> now.distances(DISTANCES_OF_A_MEETING));
                    },
                    SOON.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Reads everything anew once an hour, and sooner where the agent counts other members than we do. */
    private void compare(Agent now, AgentStats answer) {
        stats = answer;
        boolean differ = answer.members().isPresent() && answer.members().getAsInt() != view.size();
        if (rounds - lastRead >= (differ && countsDiffered ? ROUNDS_TO_READ_AGAIN : ROUNDS_TO_READ_ALL)) {
            lastRead = rounds;
            Runnable sweep = view.doubt();
            now.readAll().thenRun(sweep).exceptionally(failure -> null);
        }
        countsDiffered = differ;
    }

    /** The agent said this of itself. */
    void heard(AgentStats answer) {
        stats = answer;
    }

    /** What the agent said of itself last; by any thread. */
    AgentStats stats() {
        return stats;
    }
}
