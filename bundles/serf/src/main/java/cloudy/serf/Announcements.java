// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.serf.rpc.Member;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes announcements of a member's records. Not safe for threads. */
final class Announcements {

    static final String CARRIER = "serf";

    /** Words that many nodes use are kept once; a flood of others does not stay. */
    private static final int MAX_WORDS = 4_000;

    private static final int MAX_WORD = 64;

    /** What came of the records. */
    record Result(List<Announcement> list, int bad) {}

    private final Map<String, String> words = new HashMap<>();

    /**
     * Reads the services of a member.
     *
     * <p>An entry whose type and port are there already is a bad one, as readers of the original know entries by
     * nothing else. Descriptions stay as they came: the original wrote {@code _} for a blank, and nobody can tell such
     * from a real one.
     */
    Result of(Member member, Optional<String> nodeId, InetAddress address, Optional<Duration> distance, Instant now) {
        RecordReader.Result read = ServicesTag.decode(member.tags().getOrDefault(ServicesTag.NAME, ""));
        var byId = new HashMap<String, Announcement>();
        var list = new ArrayList<Announcement>(read.records().size());
        int bad = read.bad();
        for (ServiceRecord record : read.records()) {
            Announcement announcement = announcement(member.name(), record, nodeId, address, distance, now);
            if (byId.putIfAbsent(announcement.id(), announcement) == null) {
                list.add(announcement);
            } else {
                bad++;
            }
        }
        return new Result(List.copyOf(list), bad);
    }

    private Announcement announcement(
            String member,
            ServiceRecord record,
            Optional<String> nodeId,
            InetAddress address,
            Optional<Duration> distance,
            Instant now) {
        InetAddress stated = record.addressOr(address);
        int port = record.portNumber();
        return Announcement.heardBy(
                        CARRIER,
                        Audience.COMMUNITY,
                        member + '/' + record.type() + '/' + port,
                        stated.equals(address) ? address : stated,
                        now)
                .type(word(record.type()))
                .description(word(record.description()))
                .nodeId(nodeId)
                .host(word(record.host()))
                .port(port)
                .protocol(record.protocol())
                .txt(record.facts())
                .distance(distance)
                .build();
    }

    private String word(String text) {
        if (text.length() > MAX_WORD) {
            return text;
        }
        if (words.size() >= MAX_WORDS) {
            words.clear();
        }
        String known = words.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** Whether two announcements say the same, whenever they were heard and from how far. */
    static boolean same(Announcement one, Announcement other) {
        return one.id().equals(other.id())
                && one.description().equals(other.description())
                && one.host().equals(other.host())
                && one.address().equals(other.address())
                && one.protocol() == other.protocol()
                && one.txt().equals(other.txt())
                && Objects.equals(one.nodeId(), other.nodeId());
    }

    /** An announcement heard again, from another distance perhaps. */
    static Announcement again(Announcement known, Optional<Duration> distance, Instant now) {
        return Announcement.heardBy(known.carrier(), known.reach(), known.id(), known.address(), now)
                .type(known.type())
                .description(known.description())
                .nodeId(known.nodeId())
                .host(known.host())
                .port(known.port())
                .protocol(known.protocol())
                .txt(known.txt())
                .firstHeard(known.firstHeard())
                .distance(distance)
                .trust(known.trust())
                .build();
    }
}
