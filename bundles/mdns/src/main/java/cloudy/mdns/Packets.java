// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.MessageWriter;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Puts records and questions into as few messages as hold them. */
final class Packets {

    private Packets() {}

    /** Responses to everyone; each group goes into one message, since it is of no use in parts. */
    static List<byte[]> responses(Collection<List<Resource>> groups) {
        List<byte[]> messages = new ArrayList<>();
        var writer = new MessageWriter();
        for (List<Resource> group : groups) {
            if (!writer.answers(group)) {
                messages.add(writer.response(0));
                writer = new MessageWriter();
                writer.answers(group);
            }
        }
        if (!writer.isEmpty()) {
            messages.add(writer.response(0));
        }
        return messages;
    }

    /** Queries to everyone, with the answers that are known already behind them (RFC 6762, 7.1 and 7.2). */
    static List<byte[]> queries(Collection<Question> questions, Collection<Resource> known) {
        List<byte[]> messages = new ArrayList<>();
        var writer = new MessageWriter();
        for (Question question : questions) {
            if (!writer.question(question)) {
                messages.add(writer.query(false));
                writer = new MessageWriter();
                writer.question(question);
            }
        }
        for (Resource record : known) {
            if (!writer.answer(record)) {
                messages.add(writer.query(true));
                writer = new MessageWriter();
                writer.answer(record);
            }
        }
        if (!writer.isEmpty()) {
            messages.add(writer.query(false));
        }
        return messages;
    }

    /** Queries that ask whether anyone has these names before they are claimed (RFC 6762, 8.1). */
    static List<byte[]> probes(List<Entry> entries) {
        List<byte[]> messages = new ArrayList<>();
        int from = 0;
        while (from < entries.size()) {
            int to = from;
            byte[] fitting = null;
            while (to < entries.size()) {
                byte[] longer = probe(entries.subList(from, to + 1));
                if (longer == null) {
                    break;
                }
                fitting = longer;
                to++;
            }
            if (fitting == null) {
                // Too long even alone, which the limits of an offer rule out.
                from++;
                continue;
            }
            messages.add(fitting);
            from = to;
        }
        return messages;
    }

    private static byte[] probe(List<Entry> entries) {
        var writer = new MessageWriter();
        boolean fits = entries.stream().allMatch(entry -> writer.question(Question.of(entry.owner(), RecordType.ANY)))
                && entries.stream()
                        .flatMap(entry -> entry.unique().stream())
                        .allMatch(record -> writer.authority(record.shared()));
        return fits ? writer.query(false) : null;
    }
}
