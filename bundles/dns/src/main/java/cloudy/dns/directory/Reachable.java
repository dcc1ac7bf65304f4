// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.net.InetAddress;
import java.util.List;

/** Which addresses a name may lead to: those of a host somewhere else, and no trick to reach one's own. */
final class Reachable {

    private static final class Range {

        private final byte[] start;
        private final int bits;

        private Range(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        boolean holds(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((address[bit >> 3] ^ start[bit >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@code this network} and {@code reserved}, which ends with the broadcast address. */
    private static final List<Range> IPV4 = List.of(range(4, 8), range(4, 4, 0xf0));

    /** Compatible, mapped, translated, 6to4 and Teredo addresses: each carries one of IPv4, which may be the asker's. */
    private static final List<Range> IPV6 = List.of(
            range(16, 96),
            range(16, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff),
            range(16, 32, 0, 0x64, 0xff, 0x9b),
            range(16, 16, 0x20, 0x02),
            range(16, 32, 0x20, 0x01, 0, 0));

    private Reachable() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && (bytes.length == 4 ? IPV4 : IPV6).stream().noneMatch(range -> range.holds(bytes));
    }

    private static Range range(int length, int bits, int... start) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < start.length; i++) {
            bytes[i] = (byte) start[i];
        }
        return new Range(bytes, bits);
    }
}
