// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterState;
import cloudy.api.cluster.ClusterState.Kind;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.form.Texts;
import cloudy.api.settings.Settings;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

    private static Grade look(Kind kind, String join, String... warning) {
        List<Texts> warnings = Stream.of(warning).map(Texts::of).toList();
        var state = new ClusterState(kind, "no agent", "", 1, 0, 0, OptionalInt.empty(), Map.of(), warnings);
        var cluster = new Cluster() {
            @Override
            public ClusterState state() {
                return state;
            }

            @Override
            public List<ClusterMember> members() {
                return List.of();
            }

            @Override
            public CompletableFuture<Integer> join(List<String> addresses) {
                return CompletableFuture.completedFuture(0);
            }
        };
        // The check reads settings and nothing else.
        var settings = (Settings) Proxy.newProxyInstance(
                ClusterCheckTest.class.getClassLoader(),
                new Class<?>[] {Settings.class},
                (proxy, method, arguments) -> Map.of("join", join));
        return new ClusterCheck(cluster, settings).look().grade();
    }

    @Test
    void findsThatTheNodeIsNotInTouchAlthoughItIsMeantToBe() {
        assertThat(look(Kind.OFF, "a.example.org")).isEqualTo(Grade.SKIPPED);
        assertThat(look(Kind.DOWN, "")).isEqualTo(Grade.FAULT);
        assertThat(look(Kind.ALONE, "")).isEqualTo(Grade.FINE);
        assertThat(look(Kind.ALONE, "a.example.org")).isEqualTo(Grade.WARNING);
        assertThat(look(Kind.UP, "a.example.org")).isEqualTo(Grade.FINE);
        assertThat(look(Kind.UP, "", "another node has this node's name")).isEqualTo(Grade.WARNING);
    }
}
