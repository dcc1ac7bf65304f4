// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Txt;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The directory as a zone.
 *
 * <pre>
 * proxy3.service.ZONE                     SRV, A, AAAA   the nearest
 * alpha.node.ZONE                         A, AAAA, TXT   a device
 * 0a8b2801.addr.ZONE                      A, AAAA        a host that has no name of its own here
 * _proxy3._tcp.ZONE                       PTR, SRV       DNS-SD: each of them; RFC 2782: the nearest
 * Proxy in the library @alpha._proxy3._tcp.ZONE  SRV, TXT
 * _services._dns-sd._udp.ZONE             PTR            which types there are
 * b, db, lb._dns-sd._udp.ZONE             PTR            look for services here
 * ZONE                                    SOA, NS
 * </pre>
 *
 * <p>Safe for use by many threads.
 */
final class Zone {

    /** Who wants one service does not want a hundred. */
    static final int NEAREST = 10;

    /**
     * Instances of a type, and types, that a list has: the nearest, and the most used; the rest is found by search. BIND
     * takes no more of one name and type from anybody ({@code max-records-per-type}).
     */
    static final int LISTED = 100;

    /** Of how many of a list more is told than asked. */
    private static final int FORETOLD = 4;

    private static final Set<String> BROWSE = Set.of("b", "db", "lb");

    private final Records records;
    private final Names names;
    private final LongFunction<Txt> facts;
    private final Supplier<List<InetAddress>> here;
    private final Serial serial;

    /**
     * @param facts what an announcement says beside, by its key
     * @param here this node's own addresses
     */
    Zone(Name zone, Names names, LongFunction<Txt> facts, Supplier<List<InetAddress>> here, Serial serial) {
        records = new Records(zone);
        this.names = names;
        this.facts = facts;
        this.here = here;
        this.serial = serial;
    }

    Name name() {
        return records.zone;
    }

    long serial() {
        return serial.now();
    }

    Record soa() {
        return records.soa(serial.now());
    }

    Record ns() {
        return records.ns();
    }

    /** Finds what somebody asks for. */
    Found find(List<String> below, int type) {
        return names.locked(() -> {
            Optional<List<Record>> all = at(below);
            if (all.isEmpty()) {
                return Found.NO_NAME;
            }
            if (type == Type.ANY) {
                return new Found(true, List.of(records.any(below)), List.of());
            }
            List<Record> answers = all.get().stream()
                    .filter(record -> record.getType() == type)
                    .toList();
            return answers.isEmpty() ? Found.NO_DATA : new Found(true, answers, beside(answers));
        });
    }

    /** All that a name has; empty where there is no such name. */
    private Optional<List<Record>> at(List<String> below) {
        if (below.isEmpty()) {
            return Optional.of(List.of(soa(), records.ns()));
        }
        boolean alone = below.size() == 1;
        String next = alone ? "" : below.get(1);
        boolean deep = below.size() > 2;
        return switch (below.get(0)) {
            case "ns" -> alone ? Optional.of(nameServer()) : Optional.empty();
            case "service" ->
                alone ? any(names.has(true) || names.has(false)) : deep ? Optional.empty() : service(next);
            case "node" ->
                alone
                        ? any(names.hasDevices())
                        : deep ? Optional.empty() : names.device(next).map(this::device);
            case "addr" -> alone ? any(names.has(true) || names.has(false)) : deep ? Optional.empty() : address(next);
            case "_tcp" -> alone ? any(names.has(true)) : branch(below, true);
            case "_udp" -> alone ? any(true) : next.equals("_dns-sd") ? meta(below) : branch(below, false);
            default -> Optional.empty();
        };
    }

    private static Optional<List<Record>> any(boolean exists) {
        return exists ? Optional.of(List.of()) : Optional.empty();
    }

    private List<Record> nameServer() {
        Name owner = records.below("ns");
        return here.get().stream()
                .map(address -> records.address(owner, address))
                .toList();
    }

    private Optional<List<Record>> service(String type) {
        List<Item> nearest = Stream.of(true, false)
                .flatMap(tcp -> names.branch(type, tcp).stream())
                .flatMap(branch -> branch.items.stream().limit(NEAREST))
                .sorted()
                .limit(NEAREST)
                .toList();
        if (nearest.isEmpty()) {
            return Optional.empty();
        }
        Name owner = records.below(type, "service");
        List<Record> all = servers(owner, nearest);
        Set<InetAddress> addresses = new LinkedHashSet<>();
        nearest.forEach(item -> addresses.add(item.address));
        addresses.forEach(address -> all.add(records.address(owner, address)));
        return Optional.of(all);
    }

    /** Where to find each; what has no port cannot be found like that. */
    private List<Record> servers(Name owner, List<Item> nearest) {
        List<Record> all = new ArrayList<>();
        Set<String> told = new LinkedHashSet<>();
        for (Item item : nearest) {
            if (item.port > 0 && told.add(item.numbers() + ' ' + item.port)) {
                all.add(records.srv(owner, item.step, item.port, target(item)));
            }
        }
        return all;
    }

    private List<Record> device(Device device) {
        Name owner = records.below(device.label, "node");
        List<Record> all = new ArrayList<>();
        device.addresses().forEach(address -> all.add(records.address(owner, address)));
        // One that has no id goes by its address.
        if (device.owner().chars().allMatch(c -> Character.isLetterOrDigit(c) && c < 0x7f)) {
            all.add(records.txt(owner, Txt.EMPTY.with("id", device.owner())));
        }
        return all;
    }

    private Optional<List<Record>> address(String hexadecimal) {
        try {
            InetAddress address = InetAddress.getByAddress(HexFormat.of().parseHex(hexadecimal));
            return names.has(address) ? Optional.of(host(address)) : Optional.empty();
        } catch (IllegalArgumentException | UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    private List<Record> host(InetAddress address) {
        return List.of(records.address(hostName(address), address));
    }

    private Name hostName(InetAddress address) {
        return records.below(HexFormat.of().formatHex(address.getAddress()), "addr");
    }

    private Optional<List<Record>> branch(List<String> below, boolean tcp) {
        String label = below.get(1);
        Optional<Branch> branch = label.startsWith("_") ? names.branch(label.substring(1), tcp) : Optional.empty();
        return switch (below.size()) {
            case 2 -> branch.map(this::list);
            case 3 -> branch.flatMap(found -> found.find(below.get(2))).map(this::instance);
            default -> Optional.empty();
        };
    }

    private List<Record> list(Branch branch) {
        Name owner = branchName(branch);
        List<Record> all = servers(owner, branch.items.stream().limit(NEAREST).toList());
        branch.items.stream()
                .limit(LISTED)
                .forEach(item -> all.add(records.ptr(owner, records.instance(item.label, owner))));
        return all;
    }

    private Name branchName(Branch branch) {
        return records.below('_' + branch.type, branch.tcp ? "_tcp" : "_udp");
    }

    private List<Record> instance(Item item) {
        Name branch = records.below('_' + item.type, item.protocol == cloudy.api.Protocol.TCP ? "_tcp" : "_udp");
        Name owner = records.instance(item.label, branch);
        return List.of(records.srv(owner, 0, item.port, target(item)), records.txt(owner, facts.apply(item.key)));
    }

    private Optional<List<Record>> meta(List<String> below) {
        return switch (below.size()) {
            case 2 -> Optional.of(List.of());
            case 3 -> meta(below.get(2));
            default -> Optional.empty();
        };
    }

    private Optional<List<Record>> meta(String label) {
        Name owner = records.below(label, "_dns-sd", "_udp");
        if (BROWSE.contains(label)) {
            return Optional.of(List.of(records.ptr(owner, records.zone)));
        }
        return label.equals("_services") && !names.branches(1).isEmpty()
                ? Optional.of(names.branches(LISTED).stream()
                        .map(branch -> records.ptr(owner, branchName(branch)))
                        .toList())
                : Optional.empty();
    }

    private Name target(Item item) {
        return names.isAtDevice(item) ? records.below(item.device, "node") : hostName(item.address);
    }

    /** What is behind the first few answers. */
    private List<Record> beside(List<Record> answers) {
        Set<Record> beside = new LinkedHashSet<>();
        for (Record answer : answers.subList(0, Math.min(answers.size(), NEAREST))) {
            if (answer instanceof SRVRecord server) {
                beside.addAll(addresses(server.getTarget()));
            } else if (answer.getType() == Type.NS) {
                beside.addAll(nameServer());
            }
        }
        answers.stream()
                .filter(answer -> answer.getType() == Type.PTR)
                .limit(FORETOLD)
                .forEach(answer -> records.labels(((org.xbill.DNS.PTRRecord) answer).getTarget())
                        .filter(labels -> labels.size() == 3)
                        .flatMap(this::at)
                        .ifPresent(found -> found.forEach(record -> {
                            beside.add(record);
                            if (record instanceof SRVRecord server) {
                                beside.addAll(addresses(server.getTarget()));
                            }
                        })));
        return List.copyOf(beside);
    }

    private List<Record> addresses(Name host) {
        return records.labels(host).flatMap(this::at).orElse(List.of()).stream()
                .filter(record -> record.getType() == Type.A || record.getType() == Type.AAAA)
                .toList();
    }

    /** All names of the zone but the first, each when it is asked for; others may change meanwhile. */
    Stream<List<Record>> all() {
        Stream<List<Record>> fixed = Stream.concat(
                Stream.of(nameServer()),
                Stream.of("b", "db", "lb", "_services").map(label -> meta(label).orElse(List.of())));
        List<Branch> branches = names.branches(Names.MAX);
        Stream<List<Record>> services = branches.stream()
                .map(branch -> branch.type)
                .distinct()
                .map(type -> names.locked(() -> service(type).orElse(List.of())));
        Stream<List<Record>> lists = branches.stream().map(branch -> names.locked(() -> list(branch)));
        Stream<List<Record>> instances = branches.stream()
                .flatMap(branch -> names.locked(() -> List.copyOf(branch.items)).stream())
                .map(item -> names.locked(() -> item.label.isEmpty() ? List.of() : instance(item)));
        Stream<List<Record>> devices = names.devices().stream().map(device -> names.locked(() -> device(device)));
        Stream<List<Record>> hosts = names.addresses().stream().map(this::host);
        return Stream.of(fixed, services, lists, instances, devices, hosts).flatMap(each -> each);
    }
}
