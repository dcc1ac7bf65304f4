// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterMember.Status;
import cloudy.api.cluster.ClusterState;
import cloudy.api.cluster.ClusterState.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:members}. */
@Service
@Command(
        scope = "cloudy",
        name = "members",
        description = "Lists who is in the Serf cluster of the community network, this node first, then the nearest,"
                + " and says how the cluster is.")
public final class MembersCommand extends PlainCommand {

    @Reference(optional = true)
    Cluster cluster;

    @Option(name = "--all", aliases = "-a", description = "Also those who left or failed")
    boolean all;

    @Option(name = "--long", aliases = "-l", description = "Cut nothing off, and show what members say of themselves")
    boolean full;

    Clock clock = Clock.systemUTC();

    @Override
    void run() throws CommandException {
        need(cluster, "bundle cloudy.serf");
        ClusterState state = cluster.state();
        List<ClusterMember> shown = cluster.members().stream()
                .filter(member -> all || member.status() == Status.ALIVE || member.status() == Status.LEAVING)
                .toList();
        if (!shown.isEmpty()) {
            table(shown).print(out);
        }
        say(summary(state));
        state.warnings().forEach(warning -> say(warning.english()));
    }

    private Table table(List<ClusterMember> members) {
        var table = new Table(
                new Table.Column("MEMBER", full ? Integer.MAX_VALUE : 44),
                Table.Column.of("STATUS"),
                Table.Column.of("ADDRESS"),
                Table.Column.of("SERVICES"),
                Table.Column.of("HEARD"),
                Table.Column.of("DISTANCE"));
        for (ClusterMember member : members) {
            table.row(
                    member.name(),
                    member.status().name().toLowerCase(Locale.ROOT),
                    member.address().getHostAddress() + ':' + member.port(),
                    services(member),
                    Span.age(Duration.between(member.heard(), clock.instant())),
                    member.own()
                            ? "here"
                            : member.distance().map(Span::distance).orElse("-"));
            if (full) {
                member.facts().forEach((key, value) -> table.note(key + ": " + value));
            }
        }
        return table;
    }

    private static String services(ClusterMember member) {
        return member.badRecords() == 0
                ? Integer.toString(member.services())
                : member.services() + " (" + member.badRecords() + " unreadable)";
    }

    private static String summary(ClusterState state) {
        if (state.kind() == Kind.OFF || state.kind() == Kind.DOWN) {
            return "This node is not in a cluster: " + state.reason();
        }
        String alone = state.kind() == Kind.ALONE ? " Nobody else is there: " + state.reason() + '.' : "";
        String score = state.healthScore().isPresent()
                ? ", health score " + state.healthScore().getAsInt()
                : "";
        String queues = state.queues().entrySet().stream()
                .filter(queue -> queue.getValue() > 0)
                .map(queue -> ", " + queue.getValue() + " in queue " + queue.getKey())
                .sorted()
                .collect(Collectors.joining());
        return "Alive " + state.alive() + ", failed " + state.failed() + ", left " + state.left() + score + queues + '.'
                + alone;
    }
}
