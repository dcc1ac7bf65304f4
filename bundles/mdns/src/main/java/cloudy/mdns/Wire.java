// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.net.InetSocketAddress;

/** The way to everyone on a link. What cannot be sent is lost, as packets are. */
interface Wire {

    /** Sends a message to everyone. */
    void multicast(byte[] message);

    /** Sends a message to one. */
    void unicast(byte[] message, InetSocketAddress to);
}
