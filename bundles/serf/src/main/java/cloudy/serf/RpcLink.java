// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.serf.rpc.RpcClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the agent: made anew for ever, with growing pauses, whatever answers there.
 *
 * <p>What it does and tells happens on the thread of its executor; connecting on another one, because it can block.
 */
final class RpcLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RpcLink.class);

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Who closes right after having answered is not asked again at once. */
    private static final Duration STABLE = Duration.ofSeconds(30);

    /** Connects; may block for some seconds. */
    interface Dialler {

        RpcClient dial() throws IOException, InterruptedException;
    }

    /** Is told what becomes of the connection. */
    interface Watcher {

        void up(RpcClient agent);

        void down(String reason);
    }

    private final Dialler dialler;
    private final Watcher watcher;
    private final BooleanSupplier wanted;
    private final Executor connecting;
    private final ScheduledExecutorService work;
    private final LongSupplier nanoTime;
    private final Backoff pauses;

    private volatile Optional<RpcClient> agent = Optional.empty();
    /** What was connected to last; the dialling thread's answer may come when all has been closed. */
    private volatile Optional<RpcClient> dialled = Optional.empty();

    private boolean dialling;
    private volatile boolean closed;
    private boolean scheduled;
    private long upSince;
    private String said = "";

    /** @param wanted whether there may be something to connect to now; {@link #wake} when that becomes true */
    RpcLink(
            Dialler dialler,
            Watcher watcher,
            BooleanSupplier wanted,
            Executor connecting,
            ScheduledExecutorService work,
            LongSupplier nanoTime) {
        this.dialler = dialler;
        this.watcher = watcher;
        this.wanted = wanted;
        this.connecting = connecting;
        this.work = work;
        this.nanoTime = nanoTime;
        pauses = new Backoff(FIRST, LONGEST, new Random());
    }

    /** Connects now, if it is not connected. */
    void wake() {
        pauses.reset();
        dial();
    }

    /** The agent answers as one should. */
    void ready() {
        if (!said.isEmpty()) {
            LOG.info("The Serf agent answers again");
            said = "";
        }
    }

    Optional<RpcClient> agent() {
        return agent;
    }

    private void dial() {
        if (closed || dialling || agent.isPresent() || !wanted.getAsBoolean()) {
            return;
        }
        dialling = true;
        connecting.execute(() -> {
            try {
                RpcClient client = dialler.dial();
                dialled = Optional.of(client);
                if (closed) {
                    client.close();
                }
                work.execute(() -> connected(client));
            } catch (IOException | RuntimeException e) {
                String reason = reason(e);
                work.execute(() -> failed(reason));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void connected(RpcClient client) {
        dialling = false;
        if (closed) {
            client.close();
            return;
        }
        agent = Optional.of(client);
        upSince = nanoTime.getAsLong();
        client.closed().thenAcceptAsync(reason -> lost(client, reason), work).exceptionally(failure -> null);
        watcher.up(client);
    }

    private void lost(RpcClient client, String reason) {
        if (agent.filter(now -> now == client).isEmpty()) {
            return;
        }
        agent = Optional.empty();
        if (nanoTime.getAsLong() - upSince > STABLE.toNanos()) {
            pauses.reset();
        }
        failed(reason);
    }

    private void failed(String reason) {
        dialling = false;
        if (closed) {
            return;
        }
        if (wanted.getAsBoolean() && !reason.equals(said)) {
            LOG.warn("The Serf agent cannot be spoken to: {}", reason);
            said = reason;
        }
        watcher.down(reason);
        if (!scheduled) {
            scheduled = true;
            var unused = work.schedule(
                    () -> {
                        scheduled = false;
                        dial();
                    },
                    pauses.next().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** By any thread, after the executor has been shut down. */
    @Override
    public void close() {
        closed = true;
        dialled.ifPresent(RpcClient::close);
        agent = Optional.empty();
    }
}
