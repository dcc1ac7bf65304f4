// SPDX-License-Identifier: Apache-2.0
package cloudy.api.guifi;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;

/**
 * An address of a device of guifi.net; from {@code <base>/dump/ips}.
 *
 * @param device its id; positive
 * @param nick what people call it: at most 64 printable ASCII characters, and not looked at otherwise
 */
public record DeviceAddress(Inet4Address address, long device, String nick) {

    public DeviceAddress {
        requireNonNull(address);
        if (device <= 0) {
            throw new IllegalArgumentException("no device has the id " + device);
        }
        requireNonNull(nick);
    }
}
