// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.dns.directory.DirectoryOperations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The name server in the HTTP API. */
@Component(service = Operations.class)
public final class DnsOperations implements Operations {

    private static final int MOST_ZONES = 500;

    private final Node node;
    private final UseDnsAction used;
    private final DirectoryOperations directory;

    /** Comes anew with each change of the settings; the contract of the API stays. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile DnsService service;

    @Activate
    public DnsOperations(@Reference Node node, @Reference UseDnsAction used, @Reference DirectoryOperations directory) {
        this(node, used, null, directory);
    }

    DnsOperations(Node node, UseDnsAction used, DnsService service, DirectoryOperations directory) {
        this.node = node;
        this.used = used;
        this.service = service;
        this.directory = directory;
    }

    @Override
    public Map<String, Operation> operations() {
        var all = new LinkedHashMap<>(own());
        all.putAll(directory.operations());
        return all;
    }

    private Map<String, Operation> own() {
        return Map.of(
                "getDns", call -> Answer.ok(state(call)),
                "listDnsZones", call -> Answer.ok(Map.of("items", zones(server()))),
                "getDnsFigures",
                        call -> Answer.ok(figures(server().figures()
                                .orElseThrow(() -> Problem.of(
                                        503,
                                        Texts.of(
                                                "El servidor de noms no diu les seves xifres.",
                                                "El servidor de nombres no dice sus cifras.",
                                                "The name server does not tell its figures."))))),
                "refreshDns",
                        call -> {
                            server().refreshSoon();
                            return Answer.done();
                        });
    }

    private Optional<NameServer> known() {
        return Optional.ofNullable(service).flatMap(DnsService::server);
    }

    private NameServer server() {
        return known().orElseThrow(() -> Problem.of(
                503,
                Texts.of(
                        "En aquest node el servidor de noms està apagat.",
                        "En este nodo el servidor de nombres está apagado.",
                        "The name server is off on this node.")));
    }

    private Map<String, Object> state(Call call) {
        var state = new LinkedHashMap<String, Object>();
        Optional<NameServer> own = known();
        state.put("on", own.isPresent());
        state.put("addresses", own.isPresent() ? addresses() : List.of());
        state.put("used", used.all().stream().map(entry -> used(entry, call)).toList());
        own.ifPresent(server -> {
            Composer.Composed now = server.now();
            state.put("program", word(server.state().kind()));
            state.put("reason", server.state().why().in(call.languages()));
            state.put("port", server.settings().port());
            state.put("service", server.settings().service());
            state.put("refreshedAt", server.refreshed());
            state.put("asOf", now.plan().asOf());
            state.put("stale", now.stale().in(call.languages()));
            state.put("fault", server.fault().in(call.languages()));
            state.put("zoneCount", now.plan().zones().size());
            state.put("recordCount", server.records());
            state.put("zones", zones(server));
            state.put(
                    "leftOut",
                    now.leftOut().stream()
                            .map(count -> Map.of(
                                    "reason", word(count.reason()),
                                    "count", count.count(),
                                    "examples", count.examples()))
                            .toList());
            server.figures().ifPresent(figures -> state.put("figures", figures(figures)));
        });
        return state;
    }

    /** Where this node's neighbours reach it. */
    private List<String> addresses() {
        return Stream.of(Audience.LAN, Audience.COMMUNITY)
                .flatMap(network -> node.address(network).stream())
                .map(Addresses::text)
                .distinct()
                .toList();
    }

    private Map<String, Object> used(Used.Entry entry, Call call) {
        var health = used.health(entry);
        return Map.of(
                "key", entry.key(),
                "address", Addresses.text(entry.server().getAddress()),
                "port", entry.server().getPort(),
                "name", entry.name(),
                "state", word(health.status()),
                "reason", health.why().in(call.languages()));
    }

    /** Those with a fault first, then in their order. */
    private static List<Map<String, Object>> zones(NameServer server) {
        Map<String, String> refused = server.now().refused();
        Stream<Map<String, Object>> missing = refused.entrySet().stream()
                .filter(entry -> server.now().plan().zones().stream()
                        .noneMatch(zone -> zone.file().equals(entry.getKey())))
                .map(entry -> Map.of(
                        "zone",
                        entry.getKey(),
                        "view",
                        "",
                        "kind",
                        "none",
                        "records",
                        0,
                        "serial",
                        0,
                        "servers",
                        List.of(),
                        "refusal",
                        entry.getValue()));
        Stream<Map<String, Object>> served = server.now().plan().zones().stream()
                .sorted(java.util.Comparator.comparing(zone -> !refused.containsKey(zone.file())))
                .map(zone -> zone(zone, server));
        return Stream.concat(missing, served).limit(MOST_ZONES).toList();
    }

    private static Map<String, Object> zone(Served zone, NameServer server) {
        boolean own = zone.kind() == Served.Kind.PRIMARY;
        return Map.of(
                "zone", zone.zone().toString(true),
                "view", word(zone.side()),
                "kind", word(zone.kind()),
                "records", own ? server.recordsOf(zone) : 0L,
                "serial", own ? server.serialOf(zone) : 0L,
                "servers",
                        own
                                ? List.of()
                                : zone.addresses().stream().map(Addresses::text).toList(),
                "refusal", server.now().refused().getOrDefault(zone.file(), ""));
    }

    private static Map<String, Object> figures(Figures figures) {
        var json = new LinkedHashMap<String, Object>();
        json.put("at", figures.at());
        json.put("since", figures.since());
        json.put("version", figures.version());
        json.put("queries", figures.queries());
        json.put("byType", figures.byType());
        json.put("answered", figures.answered());
        json.put("unknown", figures.unknown());
        json.put("failed", figures.failed());
        json.put("refused", figures.refused());
        json.put("limited", figures.limited());
        json.put("cacheHits", figures.cacheHits());
        json.put("cacheMisses", figures.cacheMisses());
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
