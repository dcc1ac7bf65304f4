// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.Text;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The neighbours' name servers that this node's operator ticked, in {@code data/dns/used.json}. Safe for use by many threads. */
final class Used {

    /** More than anybody sets on a machine. */
    static final int MOST = 10;

    private static final Json JSON = Json.within(8, 1_024);
    private static final int MOST_BYTES = 64 * 1024;
    private static final int LONGEST_NAME = 100;

    /** One of them. */
    record Entry(InetSocketAddress server, String name, Instant since) {

        String key() {
            return Addresses.text(server.getAddress()) + '#' + server.getPort();
        }
    }

    private final Path file;
    private List<Entry> entries;

    Used(Path folder) {
        file = file(folder);
    }

    /** Where they are in the folder of the service. */
    static Path file(Path folder) {
        return folder.resolve("used.json");
    }

    synchronized List<Entry> all() {
        if (entries == null) {
            try {
                entries = read(file);
            } catch (IOException | IllegalArgumentException e) {
                // As good as none: the next tick writes it anew.
                entries = List.of();
            }
        }
        return List.copyOf(entries);
    }

    Optional<Entry> find(InetSocketAddress server) {
        return all().stream().filter(entry -> entry.server().equals(server)).findFirst();
    }

    Optional<Entry> find(String key) {
        return all().stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    synchronized void add(InetSocketAddress server, String name, Instant since) throws IOException {
        List<Entry> more = new ArrayList<>(all());
        if (more.stream().anyMatch(entry -> entry.server().equals(server))) {
            return;
        }
        if (more.size() >= MOST) {
            throw Explained.failure(Texts.of(
                            "Ja n'hi ha %s; deixeu-ne anar un abans.",
                            "Ya hay %s; deje ir uno antes.", "There are %s of them already; let one go first.")
                    .with(MOST));
        }
        more.add(new Entry(server, Text.clean(name, LONGEST_NAME), since));
        write(more);
    }

    synchronized void remove(String key) throws IOException {
        List<Entry> rest = new ArrayList<>(all());
        if (rest.removeIf(entry -> entry.key().equals(key))) {
            write(rest);
        }
    }

    private void write(List<Entry> wanted) throws IOException {
        AtomicFile.privateFolder(file.getParent());
        AtomicFile.write(
                file,
                JSON.write(Map.of(
                        "servers",
                        wanted.stream()
                                .map(entry -> Map.of(
                                        "address", Addresses.text(entry.server().getAddress()),
                                        "port", entry.server().getPort(),
                                        "name", entry.name(),
                                        "since", entry.since().toString()))
                                .toList())));
        entries = wanted;
    }

    /**
     * Those in a file.
     *
     * @throws IOException when there is none, or it is no such file; an {@link IllegalArgumentException}, too
     */
    static List<Entry> read(Path file) throws IOException {
        List<Entry> read = new ArrayList<>();
        try (var in = Files.newInputStream(file)) {
            for (Facts one :
                    Facts.of(JSON.readObject(in.readNBytes(MOST_BYTES))).objects("servers")) {
                InetAddress address = Addresses.of("address", one.text("address"));
                read.add(new Entry(
                        new InetSocketAddress(address, (int) one.number("port")),
                        one.text("name"),
                        Instant.parse(one.text("since"))));
            }
        } catch (DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        return read;
    }
}
