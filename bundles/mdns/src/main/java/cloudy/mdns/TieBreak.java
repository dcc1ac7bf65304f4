// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.MessageWriter;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.Resource;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Two hosts ask for one name at the same time: the later in alphabet, so to say, gets it (RFC 6762, 8.2). */
final class TieBreak {

    private TieBreak() {}

    /** Whether the name must be left to the one whose probe said this. */
    static boolean loses(Entry ours, List<Resource> said, Predicate<InetAddress> isOwn) {
        List<Rdata> theirs = said.stream()
                .filter(record -> record.name().equals(ours.owner()))
                .map(Resource::data)
                .sorted(TieBreak::compare)
                .toList();
        // Our own voice on another link of ours.
        if (theirs.stream().anyMatch(data -> data instanceof Rdata.Address host && isOwn.test(host.address()))) {
            return false;
        }
        List<Rdata> mine = ours.unique().stream()
                .map(Resource::data)
                .sorted(TieBreak::compare)
                .toList();
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int order = compare(mine.get(i), theirs.get(i));
            if (order != 0) {
                return order < 0;
            }
        }
        return mine.size() < theirs.size();
    }

    private static int compare(Rdata one, Rdata other) {
        return one.type() == other.type()
                ? Arrays.compareUnsigned(MessageWriter.plain(one), MessageWriter.plain(other))
                : Integer.compare(code(one), code(other));
    }

    private static int code(Rdata data) {
        return data.type().code();
    }
}
