// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of the Cloudy nodes that see a cluster publishes it: the one that holds a Lease in it. */
final class Turn implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Turn.class);

    static final String LEASE = "cloudy-publisher";

    private final Supplier<LeaderElector> elector;
    private final Executor later;
    private final Runnable changed;
    private volatile boolean held;
    private volatile String holder = "";
    private volatile boolean closed;
    private volatile LeaderElector term;
    private volatile CompletableFuture<?> going = CompletableFuture.completedFuture(null);

    /** Who holds it renews it as often as {@code pace}, and loses it after four times that. */
    Turn(
            KubernetesClient client,
            String namespace,
            String nodeId,
            Duration pace,
            ExecutorService threads,
            Runnable changed) {
        this.changed = changed;
        LeaderElectionConfig config = new LeaderElectionConfigBuilder()
                .withName(LEASE)
                .withLock(new LeaseLock(namespace, LEASE, nodeId))
                .withLeaseDuration(pace.multipliedBy(4))
                .withRenewDeadline(pace.multipliedBy(3))
                .withRetryPeriod(pace)
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(() -> hold(true), () -> hold(false), this::follow))
                .build();
        // One of them is good for one term.
        elector = () -> new LeaderElector(client, config, threads);
        later = CompletableFuture.delayedExecutor(pace.toMillis(), TimeUnit.MILLISECONDS, threads);
        run();
    }

    /** Whether it is this node's. */
    boolean isHeld() {
        return held;
    }

    /** The node whose it is, as far as known; empty for none. */
    String holder() {
        return holder;
    }

    /** Gives it back, so that another node need not wait until it has run out. Blocks. */
    @Override
    public void close() {
        closed = true;
        boolean mine = held;
        going.cancel(true);
        LeaderElector last = term;
        if (mine && last != null) {
            try {
                last.release();
            } catch (KubernetesClientException e) {
                log.debug("The Lease is not given back: {}", e.getMessage());
            }
        }
    }

    private void run() {
        try {
            term = elector.get();
            going = term.start();
            // It ends when the Lease is lost.
            var unused = going.whenCompleteAsync(
                    (nothing, failure) -> {
                        if (!closed) {
                            run();
                        }
                    },
                    later);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private void hold(boolean now) {
        held = now;
        changed.run();
    }

    private void follow(String node) {
        holder = node;
        changed.run();
    }
}
