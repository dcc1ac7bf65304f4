// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:rtt}. */
@Service
@Command(
        scope = "cloudy",
        name = "rtt",
        description =
                "Says how far a member of the cluster is: the round-trip time, estimated from network coordinates.")
public final class RttCommand extends PlainCommand {

    @Reference(optional = true)
    Cluster cluster;

    @Argument(name = "member", description = "Its name in the cluster, its node id or its address", required = true)
    @Completion(MemberNames.class)
    String wanted;

    @Override
    void run() throws CommandException {
        need(cluster, "bundle cloudy.serf");
        List<ClusterMember> found =
                cluster.members().stream().filter(this::isWanted).toList();
        if (found.isEmpty()) {
            throw failure("Nobody in the cluster has the name, node id or address \"" + wanted + "\".");
        }
        for (ClusterMember member : found) {
            String far = member.own()
                    ? "this node"
                    : member.distance().map(Span::distance).orElse("not known yet");
            say(member.name() + "  " + far);
        }
    }

    private boolean isWanted(ClusterMember member) {
        return member.name().equals(wanted)
                || member.nodeId().filter(wanted::equalsIgnoreCase).isPresent()
                || member.address().getHostAddress().equals(wanted);
    }
}
