// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;

/** What this bundle has of the system: what waits, and what it waits for. */
class Sockets {

    /** What waits for packets. */
    Selector selector() throws IOException {
        return Selector.open();
    }

    /** A socket for one link, not bound yet. */
    DatagramChannel channel() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET);
    }
}
