// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.serf.rpc.Member;
import cloudy.serf.rpc.RpcClient;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at once at members that something happened to; the event that tells what comes one to three seconds later.
 *
 * <p>A shortcut only: what is too much for it is left to the events. {@link #add} is called by any thread, everything
 * else happens on the executor's.
 */
final class Hints {

    private static final int MAX = 32;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RpcClient agent;
    private final Consumer<Member> reader;
    private final ScheduledExecutorService work;
    private final Set<String> names = new LinkedHashSet<>();
    private boolean busy;

    Hints(RpcClient agent, Consumer<Member> reader, ScheduledExecutorService work) {
        this.agent = agent;
        this.reader = reader;
        this.work = work;
    }

    void add(String name) {
        synchronized (names) {
            if (names.size() >= MAX || !names.add(name) || busy) {
                return;
            }
            busy = true;
        }
        work.execute(this::look);
    }

    private void look() {
        Set<String> now;
        synchronized (names) {
            if (names.isEmpty()) {
                busy = false;
                return;
            }
            now = Set.copyOf(names);
            names.clear();
        }
        agent.members(now, reader)
                .whenCompleteAsync((nothing, failure) -> pause(), work)
                // A lost connection; its end is told elsewhere.
                .exceptionally(failure -> null);
    }

    private void pause() {
        var unused = work.schedule(this::look, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
