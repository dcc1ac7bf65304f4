// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import java.net.InetAddress;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who this node is. One OSGi service; it is registered anew when the operator changes the name or an address.
 *
 * <p>Safe for use by many threads; no call blocks.
 */
@ProviderType
public interface Node {

    /** The node's name for ever: 16 hexadecimal digits derived from its public key, which was made at first start. */
    String id();

    /** The name that people read, a DNS label of at most 63 characters; the host's own unless the operator set one. */
    String name();

    /**
     * The address that neighbours in a network should use.
     *
     * @return the operator's wish, else the best guess among this host's addresses at the moment of the call; empty
     *     while there is none
     */
    Optional<InetAddress> address(Audience network);

    /** The Ed25519 public key, X.509-encoded; a copy. */
    byte[] publicKey();
}
