// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Names of those who are in the cluster. */
@Service
public final class MemberNames extends Words {

    @Reference(optional = true)
    Cluster cluster;

    @Override
    Stream<String> known(List<String> arguments) {
        return cluster == null ? Stream.empty() : cluster.members().stream().map(ClusterMember::name);
    }
}
