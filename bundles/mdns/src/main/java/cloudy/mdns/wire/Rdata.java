// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** What a record says. */
public sealed interface Rdata {

    /** The record type that carries it. */
    RecordType type();

    /** PTR: a name. */
    record Pointer(Name target) implements Rdata {
        @Override
        public RecordType type() {
            return RecordType.PTR;
        }
    }

    /** SRV: where an instance listens. Priority and weight are read over; everybody sends 0. */
    record Server(Name host, int port) implements Rdata {
        @Override
        public RecordType type() {
            return RecordType.SRV;
        }
    }

    /** TXT: strings of at most 255 bytes of UTF-8 each. */
    record Strings(List<String> texts) implements Rdata {

        public Strings {
            texts = List.copyOf(texts);
        }

        @Override
        public RecordType type() {
            return RecordType.TXT;
        }
    }

    /** A or AAAA: an address. */
    record Address(InetAddress address) implements Rdata {
        @Override
        public RecordType type() {
            return address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        }
    }
}
