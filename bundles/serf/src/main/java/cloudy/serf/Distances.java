// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.serf.rpc.Coordinate;
import cloudy.serf.rpc.RpcClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the distances of members fresh, a few at a time: the agent knows where a member is only after a ping of its own,
 * and pings one every second (LAN) or every five (WAN). Confined to one thread.
 */
final class Distances {

    private static final Duration FRESH = Duration.ofSeconds(60);

    private final MemberView view;
    private final Clock clock;

    Distances(MemberView view, Clock clock) {
        this.view = view;
        this.clock = clock;
    }

    /** Asks for those that were asked for longest ago. Returns at once. */
    void refresh(RpcClient agent, int atMost) {
        Instant old = clock.instant().minus(FRESH);
        List<KnownMember> due = view
                .others(member -> member.alive()
                        && (member.coordinate().isEmpty() || member.measured().isBefore(old)))
                .stream()
                .sorted(Comparator.comparing(KnownMember::measured))
                .limit(atMost)
                .toList();
        String own = view.ownName();
        if (due.isEmpty() || own.isEmpty()) {
            return;
        }
        agent.coordinate(own)
                .thenAccept(here -> due.forEach(member -> measure(agent, here, member.name())))
                // A lost connection; its end is told elsewhere.
                .exceptionally(failure -> null);
    }

    private void measure(RpcClient agent, Optional<Coordinate> here, String name) {
        agent.coordinate(name)
                .thenAccept(there ->
                        view.measured(name, there, here.flatMap(own -> there.flatMap(other -> own.distanceTo(other)))))
                .exceptionally(failure -> null);
    }
}
