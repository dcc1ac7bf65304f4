// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One address of this host.
 *
 * @param device name of the interface that has it
 * @param index number of that interface, as the kernel counts them
 */
record HostAddress(String device, int index, InetAddress address) {

    /** What the interfaces that are up have now, loopback aside. */
    static List<HostAddress> ofHost() {
        var addresses = new ArrayList<HostAddress>();
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            all.filter(HostAddress::isUp).forEach(device -> device.inetAddresses()
                    .map(address -> new HostAddress(device.getName(), device.getIndex(), withoutScope(address)))
                    .forEach(addresses::add));
        } catch (SocketException e) {
            // No interface at all.
            return List.of();
        }
        return addresses;
    }

    private static boolean isUp(NetworkInterface device) {
        try {
            return device.isUp() && !device.isLoopback();
        } catch (SocketException e) {
            // It went while we looked.
            return false;
        }
    }

    /** The scope of an IPv6 address means something on this host only. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
