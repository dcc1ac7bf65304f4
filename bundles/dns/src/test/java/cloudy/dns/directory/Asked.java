// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A server of a directory on a free port of this host, and a client of the library's that asks it. */
final class Asked implements AutoCloseable {

    static final String ZONE = "cloudy.internal.";

    final DirectoryServer server;
    final InetSocketAddress address;

    Asked(Neighbourhood directory) throws IOException {
        this(directory, false);
    }

    Asked(Neighbourhood directory, boolean lan) throws IOException {
        var settings = new DirectorySettings(
                Name.fromConstantString(ZONE), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, lan);
        server = start(settings, directory);
        address = server.address();
    }

    /** The port that is free for UDP may be somebody's for TCP: then another. */
    private static DirectoryServer start(DirectorySettings settings, Neighbourhood directory) {
        while (true) {
            var server = new DirectoryServer(settings, directory, () -> List.of(address("10.0.0.1")));
            if (server.fault().isEmpty()) {
                return server;
            }
            server.close();
        }
    }

    Message ask(String name, int type) throws IOException {
        return ask(name, type, false);
    }

    Message ask(String name, int type, boolean tcp) throws IOException {
        return ask(Name.fromString(name, Name.fromConstantString(ZONE)), type, tcp);
    }

    Message ask(Name name, int type, boolean tcp) throws IOException {
        var resolver = new SimpleResolver(address);
        resolver.setTimeout(Duration.ofSeconds(5));
        resolver.setTCP(tcp);
        return resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    }

    /** The data of the answers, as zone files have them. */
    List<String> answers(String name, int type) throws IOException {
        return data(ask(name, type), Section.ANSWER);
    }

    static List<String> data(Message message, int section) {
        return message.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(Record::rdataToString)
                .toList();
    }

    /** Instances of a type, each as it is read: without escapes. */
    List<String> instances(String type) throws IOException {
        return ask('_' + type + "._tcp", Type.PTR, true).getSection(Section.ANSWER).stream()
                .map(record -> ((org.xbill.DNS.PTRRecord) record).getTarget())
                .map(Asked::first)
                .toList();
    }

    /** The first label of a name. */
    static String first(Name name) {
        byte[] label = name.getLabel(0);
        return new String(Arrays.copyOfRange(label, 1, label.length), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
