// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A network interface. */
record Link(String name, boolean up, boolean loopback, boolean multicast, int addresses) {

    /** Knows the host's interfaces. */
    interface Source {
        List<Link> links() throws IOException;
    }

    static List<Link> all() throws IOException {
        List<Link> links = new ArrayList<>();
        for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            links.add(new Link(
                    device.getName(),
                    device.isUp(),
                    device.isLoopback(),
                    device.supportsMulticast(),
                    device.getInterfaceAddresses().size()));
        }
        return links;
    }
}
