// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.daemon.Daemon;
import cloudy.dns.Served.Kind;
import cloudy.dns.Served.Side;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * {@code named.conf}: a pure function. What goes in is names, addresses and numbers, which cannot carry a directive, and
 * the operator's own files.
 *
 * @param folder {@code data/dns}, absolute
 * @param zones what is served
 * @param handed zones that other servers on this node answer for
 */
record NamedConf(DnsSettings settings, Path folder, List<Served> zones, Collection<Handed> handed, Includes includes) {

    /** A zone that is handed on, its name having been looked at. */
    record Handed(Name zone, InetSocketAddress server, HandedZone.Way way) {}

    /** The zone that tells whether the name server answers. */
    static final String HEALTH_FILE = "localhost";

    /** What {@value #HEALTH_FILE} holds; it never changes. */
    static final String HEALTH_ZONE =
            """
            $TTL 86400
            localhost. IN SOA localhost. root.localhost. 1 43200 7200 1209600 7200
            localhost. IN NS localhost.
            localhost. IN A 127.0.0.1
            localhost. IN AAAA ::1
            """;

    private static final int PLAIN_DNS = 53;

    @Override
    public String toString() {
        return options()
                + keys()
                + mark(Includes.OPTIONS, includes.options())
                + view(Side.INTERNAL, internal(), includes.internal())
                + view(Side.EXTERNAL, external(), includes.external());
    }

    private String options() {
        boolean any = settings.listen().isEmpty();
        return """
                // Made by Cloudy from its settings and guifi.net's data, anew with each change. What you add belongs into
                // etc/%s, %s and %s.
                options {
                    directory "%s";
                    managed-keys-directory %s;
                    pid-file none;
                    session-keyfile none;
                    listen-on port %d { %s };
                    listen-on-v6 port %d { %s };
                    version none;
                    hostname none;
                    server-id none;
                    auth-nxdomain no;
                    minimal-responses yes;
                    minimal-any yes;
                    allow-update { none; };
                    allow-transfer { none; };
                    recursive-clients 500;
                    tcp-clients 100;
                    max-udp-size 1232;
                };
                controls { };
                statistics-channels { inet 127.0.0.1 port %d allow { 127.0.0.1; }; };
                logging {
                    channel out { stderr; severity notice; print-category yes; print-severity yes; };
                    category default { out; };
                    category lame-servers { null; };
                    category edns-disabled { null; };
                    category dnssec { null; };
                    category query-errors { null; };
                    category rate-limit { null; };
                };
                """
                .formatted(
                        Includes.OPTIONS,
                        Includes.INTERNAL,
                        Includes.EXTERNAL,
                        // It wants to be able to write there, and of data/dns it is not to write but two folders.
                        Daemon.HOME,
                        path(folder.resolve("keys")),
                        settings.port(),
                        any ? "any;" : addresses(listen(4)),
                        settings.port(),
                        any ? "any;" : addresses(listen(16)),
                        settings.statisticsPort());
    }

    private List<InetAddress> listen(int length) {
        return settings.listen().stream()
                .filter(address -> address.getAddress().length == length)
                .toList();
    }

    private String keys() {
        return settings.keys().stream()
                .map(key -> "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                        .formatted(key.name(), key.algorithm(), key.secret()))
                // One key may be for several servers; BIND takes it once.
                .distinct()
                .collect(Collectors.joining());
    }

    private String internal() {
        String forwarders = settings.forwarders().isEmpty()
                ? ""
                : "    forward first;\n    forwarders { " + addresses(settings.forwarders()) + " };\n";
        return """
                    match-clients { %s };
                    recursion yes;
                    allow-recursion { any; };
                    allow-query-cache { any; };
                    max-cache-size %dm;
                    dnssec-validation %s;
                %s%s"""
                .formatted(
                        settings.networks().isEmpty()
                                ? "none;"
                                : settings.networks().stream()
                                        .map(network -> network + ";")
                                        .collect(Collectors.joining(" ")),
                        settings.cacheMegabytes(),
                        settings.validate() ? "auto" : "no",
                        exceptions(),
                        forwarders);
    }

    /** The community's own zones have no signatures, and no chain of trust leads to them. */
    private String exceptions() {
        Set<Name> all = new LinkedHashSet<>(settings.unsigned());
        zones.stream()
                .filter(zone -> zone.side() == Side.INTERNAL)
                .map(Served::zone)
                .forEach(all::add);
        handed.stream().map(Handed::zone).forEach(all::add);
        return all.isEmpty()
                ? ""
                : all.stream()
                        .map(zone -> "\"" + zone.toString(true) + "\";")
                        .collect(Collectors.joining(" ", "    validate-except { ", " };\n"));
    }

    /** Who asks with a false address would have us answer somebody who never asked. */
    private static String external() {
        return """
                    match-clients { any; };
                    recursion no;
                    allow-query-cache { none; };
                    max-cache-size 2m;
                    dnssec-validation no;
                    rate-limit { responses-per-second 20; window 5; slip 2; };
                """;
    }

    private String view(Side side, String head, String include) {
        Stream<String> own = zones.stream().filter(zone -> zone.side() == side).map(this::zone);
        Stream<String> others = side == Side.INTERNAL ? handed.stream().map(this::handed) : Stream.empty();
        return "view \"" + (side == Side.INTERNAL ? "internal" : "external") + "\" {\n"
                + head
                + mark(side == Side.INTERNAL ? Includes.INTERNAL : Includes.EXTERNAL, include)
                + "    zone \"localhost\" { type primary; file " + path(folder.resolve(HEALTH_FILE))
                + "; notify no; };\n"
                + Stream.concat(own, others).collect(Collectors.joining())
                + "};\n";
    }

    private String zone(Served zone) {
        String body =
                switch (zone.kind()) {
                    case PRIMARY -> primary(zone);
                    case SECONDARY ->
                        "type secondary; file " + path(folder.resolve("slaves").resolve(zone.file()))
                                + "; masterfile-format text; notify no; primaries { "
                                + zone.addresses().stream().map(this::server).collect(Collectors.joining(" "))
                                + " };";
                    case FORWARD -> "type forward; forward first; forwarders { " + addresses(zone.addresses()) + " };";
                };
        return "    zone \"" + zone.zone().toString(true) + "\" { " + body + " };\n";
    }

    private String primary(Served zone) {
        boolean anybody = zone.addresses().stream().anyMatch(InetAddress::isAnyLocalAddress);
        String transfers = (anybody ? "any;" : zone.addresses().isEmpty() ? "" : addresses(zone.addresses()))
                + settings.keys().stream()
                        .map(key -> " key \"" + key.name() + "\";")
                        .distinct()
                        .collect(Collectors.joining());
        return "type primary; file " + path(folder.resolve("zones").resolve(zone.file())) + "; notify "
                + (zone.addresses().isEmpty() ? "no" : "yes") + "; allow-transfer { "
                + (transfers.isBlank() ? "none;" : transfers.strip()) + " };";
    }

    private String server(InetAddress address) {
        return Addresses.text(address)
                + settings.keys().stream()
                        .filter(key -> key.server().filter(address::equals).isPresent())
                        .findFirst()
                        .map(key -> " key \"" + key.name() + "\"")
                        .orElse("")
                + ";";
    }

    private String handed(Handed zone) {
        String numbers = Addresses.text(zone.server().getAddress());
        int port = zone.server().getPort() == 0 ? PLAIN_DNS : zone.server().getPort();
        String body =
                switch (zone.way()) {
                    case FORWARD -> "type forward; forward only; forwarders { %s port %d; };".formatted(numbers, port);
                    case TRANSFER ->
                        "type secondary; file %s; masterfile-format text; notify no; primaries { %s port %d; };"
                                .formatted(
                                        path(folder.resolve("slaves")
                                                .resolve("handed~"
                                                        + new Served(
                                                                        Side.INTERNAL,
                                                                        Kind.SECONDARY,
                                                                        zone.zone(),
                                                                        List.of())
                                                                .file())),
                                        numbers,
                                        port);
                };
        return "    zone \"" + zone.zone().toString(true) + "\" { " + body + " };\n";
    }

    private static String mark(String file, String text) {
        return text.isBlank() ? "" : "// etc/" + file + "\n" + text.stripTrailing() + "\n";
    }

    private static String addresses(Collection<InetAddress> all) {
        return all.isEmpty()
                ? "none;"
                : all.stream().map(address -> Addresses.text(address) + ";").collect(Collectors.joining(" "));
    }

    /** A path of this node's in the quotes of BIND, where only two characters mean something. */
    private static String path(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
