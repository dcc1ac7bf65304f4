// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Texts;
import cloudy.api.guifi.DeviceAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads {@code dump/ips}: the addresses of all devices; what is no address, or of no device, is left out. */
final class AddressReader {

    private static final int MAX_NICK = 64;
    private static final long MAX_ADDRESSES = 2_000_000;

    private AddressReader() {}

    /** Hands over one address after the other, and says how many there were. */
    static long read(InputStream in, long maxBytes, Consumer<? super DeviceAddress> reader) throws IOException {
        var tags = new Tags(in, maxBytes);
        long count = 0;
        while (tags.next()) {
            if (!tags.opens() || !tags.name().equals("IP")) {
                continue;
            }
            Optional<Inet4Address> address = Literals.ipv4(tags.text("address"));
            long device = tags.number("device_id");
            if (address.isPresent() && device > 0) {
                if (++count > MAX_ADDRESSES) {
                    throw Trouble.wrong(
                            Texts.of("té massa adreces", "tiene demasiadas direcciones", "it has too many addresses"));
                }
                reader.accept(new DeviceAddress(
                        address.get(), device, Literals.ascii(tags.text("nick").strip(), MAX_NICK)));
            }
        }
        return count;
    }
}
