// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.cluster.ClusterState;
import cloudy.api.cluster.ClusterState.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A cluster that a test has put together. */
final class FakeCluster implements Cluster {

    final List<ClusterMember> members = new ArrayList<>();
    ClusterState state =
            new ClusterState(Kind.UP, "", "own", 2, 1, 0, OptionalInt.of(0), Map.of("event", 0, "query", 3), List.of());
    CompletableFuture<Integer> answer = CompletableFuture.completedFuture(1);
    List<String> asked = List.of();

    static ClusterMember member(String name, Status status, boolean own, Optional<Duration> distance) {
        return new ClusterMember(
                name,
                Optional.of("0123456789abcdef"),
                own,
                status,
                FakeDirectory.address("10.139.40.22"),
                5000,
                Map.of("psngc", "tv\u001b[31m"),
                2,
                own ? 0 : 1,
                Instant.now(),
                "",
                distance);
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public List<ClusterMember> members() {
        return List.copyOf(members);
    }

    @Override
    public CompletableFuture<Integer> join(List<String> addresses) {
        asked = List.copyOf(addresses);
        return answer;
    }
}
