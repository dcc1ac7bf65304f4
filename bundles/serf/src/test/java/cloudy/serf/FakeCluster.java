// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterState;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A cluster that says what a test wants. */
final class FakeCluster implements Cluster {

    static final Instant NOW = Instant.parse("2026-11-22T01:02:03Z");

    final List<List<String>> joins = new ArrayList<>();
    final List<ClusterMember> members = new ArrayList<>();
    ClusterState.Kind kind = ClusterState.Kind.UP;
    Optional<IOException> failure = Optional.empty();

    @Override
    public ClusterState state() {
        return new ClusterState(
                kind,
                "",
                "me",
                members.size(),
                0,
                0,
                OptionalInt.of(0),
                Map.of("event", 1),
                List.of(Texts.of("un avís", "un aviso", "a warning")));
    }

    @Override
    public List<ClusterMember> members() {
        return List.copyOf(members);
    }

    @Override
    public CompletableFuture<Integer> join(List<String> addresses) {
        joins.add(addresses);
        return failure.<CompletableFuture<Integer>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(1));
    }

    FakeCluster member(String name, String address, ClusterMember.Status status, Map<String, String> facts) {
        try {
            members.add(new ClusterMember(
                    name,
                    Optional.empty(),
                    members.isEmpty(),
                    status,
                    InetAddress.getByName(address),
                    5000,
                    facts,
                    2,
                    0,
                    NOW.minusSeconds(9),
                    "casa",
                    Optional.of(Duration.ofMillis(members.size()))));
            return this;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
