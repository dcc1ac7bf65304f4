// SPDX-License-Identifier: Apache-2.0
package cloudy.api.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The cluster of the community network, as this node sees it. One OSGi service.
 *
 * <p>Safe for use by many threads; no call blocks.
 */
@ProviderType
public interface Cluster {

    /** How the cluster and this node's place in it are; what has to be asked for is at most a minute old. */
    ClusterState state();

    /**
     * Everyone who is in the cluster or was lately, this node included.
     *
     * @return a snapshot: this node first, then the living by distance, the unknown last, then the others by name
     */
    List<ClusterMember> members();

    /**
     * Joins the cluster through other members, once, beside what the settings say.
     *
     * @param addresses each {@code host:port} or {@code host}, at most 32; all are tried
     * @return how many members were reached; fails with an {@link java.io.IOException} that says why none was, and with
     *     {@link cloudy.api.InvalidFieldException} when an address is not one. Complete within two minutes
     */
    CompletableFuture<Integer> join(List<String> addresses);
}
