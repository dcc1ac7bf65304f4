// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Text;
import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.cluster.ClusterState;
import cloudy.api.form.Texts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The cluster for the shell and for pages. */
@Component(service = Cluster.class)
public final class SerfCluster implements Cluster {

    private static final Duration UNKNOWN = Duration.ofDays(1);

    private static final Comparator<ClusterMember> ORDER = Comparator.comparing((ClusterMember member) -> !member.own())
            .thenComparing(member -> member.status() != Status.ALIVE)
            .thenComparing(member -> member.distance().orElse(UNKNOWN))
            .thenComparing(ClusterMember::name);

    private final SerfAgent agent;

    @Activate
    public SerfCluster(@Reference SerfAgent agent) {
        this.agent = agent;
    }

    @Override
    public ClusterState state() {
        return agent.participation()
                .map(this::state)
                .orElseGet(() -> new ClusterState(
                        ClusterState.Kind.OFF,
                        agent.health().why(),
                        "",
                        0,
                        0,
                        0,
                        OptionalInt.empty(),
                        Map.of(),
                        List.of()));
    }

    private ClusterState state(Participation part) {
        MemberView view = part.view();
        ClusterState.Kind kind = ClusterState.Kind.DOWN;
        Texts why = part.health().why();
        if (part.isConnected()) {
            boolean company = view.hasCompany();
            kind = company ? ClusterState.Kind.UP : ClusterState.Kind.ALONE;
            why = company
                    ? Texts.none()
                    : Texts.of(
                            "no s'arriba a cap altre membre",
                            "no se llega a ningún otro miembro",
                            "no other member is in reach");
        }
        AgentStats stats = part.stats();
        return new ClusterState(
                kind,
                why,
                view.ownName(),
                view.count(Status.ALIVE),
                view.count(Status.FAILED),
                view.count(Status.LEFT) + view.count(Status.LEAVING),
                stats.healthScore(),
                stats.queues(),
                part.warnings());
    }

    @Override
    public List<ClusterMember> members() {
        return agent.participation()
                .map(part -> part.view().all().stream()
                        .map(member -> member(member, part.view().ownName()))
                        .sorted(ORDER)
                        .toList())
                .orElse(List.of());
    }

    private static ClusterMember member(KnownMember known, String ownName) {
        return new ClusterMember(
                Text.clean(known.name(), 128),
                known.nodeId(),
                known.name().equals(ownName),
                known.status(),
                known.address(),
                known.port(),
                MemberFacts.of(known.facts()),
                known.announcements().size(),
                known.bad(),
                known.heard(),
                known.host(),
                known.distance());
    }

    @Override
    public CompletableFuture<Integer> join(List<String> addresses) {
        return agent.join(addresses);
    }
}
