// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.mdns.wire.Message;
import cloudy.mdns.wire.Name;
import cloudy.mdns.wire.Question;
import cloudy.mdns.wire.Rdata;
import cloudy.mdns.wire.RecordType;
import cloudy.mdns.wire.Resource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** What neighbours say in tests. */
final class Say {

    static final int PORT = 5353;

    private Say() {}

    static Name type(String word) {
        return Name.of('_' + word, "_tcp", "local");
    }

    static Name host(String name) {
        return Name.of(name, "guifi", "local");
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }

    static InetSocketAddress from(String literal) {
        return new InetSocketAddress(address(literal), PORT);
    }

    static Message response(Resource... records) {
        return new Message(0, true, false, List.of(), List.of(records), List.of(), List.of());
    }

    static Message response(Entry... entries) {
        return response(Stream.of(entries).flatMap(Entry::records).toArray(Resource[]::new));
    }

    static Message goodbye(Entry... entries) {
        return response(Stream.of(entries)
                .flatMap(Entry::records)
                .map(record -> record.withTtl(0))
                .toArray(Resource[]::new));
    }

    static Message query(Question... questions) {
        return new Message(0, false, false, List.of(questions), List.of(), List.of(), List.of());
    }

    static Message query(List<Question> questions, Resource... known) {
        return new Message(0, false, false, questions, List.of(known), List.of(), List.of());
    }

    static Message probe(Entry entry) {
        return new Message(
                0,
                false,
                false,
                List.of(Question.of(entry.owner(), RecordType.ANY)),
                List.of(),
                entry.unique(),
                List.of());
    }

    static Resource pointer(Name type, Name target) {
        return Resource.of(type, new Rdata.Pointer(target), Entry.TTL, false);
    }

    static Resource server(Name instance, Name host, int port) {
        return Resource.of(instance, new Rdata.Server(host, port), Entry.HOST_TTL, true);
    }

    static Resource text(Name instance, String... strings) {
        return Resource.of(instance, new Rdata.Strings(List.of(strings)), Entry.TTL, true);
    }

    static Resource address(Name host, String literal) {
        return Resource.of(host, new Rdata.Address(address(literal)), Entry.HOST_TTL, true);
    }
}
