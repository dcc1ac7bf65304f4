// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The directory's zone in the HTTP API: a part of what the bundle answers, which stands or falls as a whole. */
@Component(service = DirectoryOperations.class)
public final class DirectoryOperations {

    private static final int DOUBLES = 100;

    private static final Texts OFF = Texts.of("Està apagat.", "Está apagado.", "It is switched off.");
    private static final Texts NOTHING =
            Texts.of("Encara ningú no té cap nom.", "Todavía nadie tiene ningún nombre.", "Nobody has a name yet.");
    private static final Texts NOTHING_FITS = Texts.of("Cap nom no encaixa.", "Ningún nombre encaja.", "No name fits.");

    /** One name, and what it leads to. */
    private record Named(String name, String kind, int count, List<InetAddress> addresses) {}

    /** Comes anew with each change of the settings; the contract of the API stays. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile DirectoryDns dns;

    /** By the names that the contract has for them. */
    public Map<String, Operation> operations() {
        return Map.of("getDirectoryDns", this::show, "listDirectoryNames", this::names);
    }

    private Answer show(Call call) {
        Optional<DirectoryDns> now = Optional.ofNullable(dns);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("state", now.map(DirectoryOperations::state).orElse("off"));
        now.flatMap(known -> why(known, call.languages())).ifPresent(why -> shown.put("why", why));
        now.flatMap(DirectoryDns::settings).ifPresent(settings -> {
            shown.put("zone", settings.zoneText());
            shown.put("address", settings.address().getAddress());
            shown.put("port", settings.address().getPort());
            shown.put("served", settings.served());
        });
        now.flatMap(DirectoryDns::server).ifPresent(server -> {
            shown.put("serial", server.zone().serial());
            shown.put("services", server.names().size());
            shown.put("doubles", server.names().doubles(DOUBLES));
            Counts counts = server.counts();
            shown.put(
                    "queries",
                    Map.of(
                            "udp", counts.udp.sum(),
                            "tcp", counts.tcp.sum(),
                            "refused", counts.refused.sum(),
                            "limited", counts.limited.sum(),
                            "transfers", counts.transfers.sum()));
        });
        return Answer.ok(shown);
    }

    private static String state(DirectoryDns dns) {
        if (!dns.fault().isEmpty()) {
            return "misconfigured";
        }
        return dns.server()
                .map(server -> server.fault().isPresent() ? "down" : "up")
                .orElse("off");
    }

    private static Optional<String> why(DirectoryDns dns, List<Locale> languages) {
        if (!dns.fault().isEmpty()) {
            return Optional.of(dns.fault().in(languages));
        }
        return dns.server().isEmpty()
                ? Optional.of(OFF.in(languages))
                : dns.server().get().fault();
    }

    private Answer names(Call call) {
        String text = call.find("text").orElse("").toLowerCase(Locale.ROOT);
        Optional<DirectoryServer> server = Optional.ofNullable(dns).flatMap(DirectoryDns::server);
        List<Named> all = server.stream()
                .flatMap(DirectoryOperations::all)
                .filter(named -> named.name().contains(text))
                .toList();
        var page = new LinkedHashMap<String, Object>();
        page.put("items", all.stream().limit(call.number("limit")).toList());
        page.put("total", all.size());
        if (all.isEmpty()) {
            Texts why = text.isEmpty() ? NOTHING : NOTHING_FITS;
            page.put("empty", (server.isEmpty() ? OFF : why).in(call.languages()));
        }
        return Answer.ok(page);
    }

    /** Services first, the most frequent first; then devices by name. */
    private static Stream<Named> all(DirectoryServer server) {
        String zone = '.' + server.zone().name().toString(true);
        Names names = server.names();
        Stream<Named> services = names
                .locked(() -> names.branches(Names.MAX).stream()
                        .map(branch -> new Named(
                                '_' + branch.type + (branch.tcp ? "._tcp" : "._udp") + zone,
                                "service",
                                branch.size(),
                                List.of()))
                        .toList())
                .stream();
        Stream<Named> devices = names
                .locked(() -> names.devices().stream()
                        .map(device -> new Named(device.label + ".node" + zone, "device", 1, device.addresses()))
                        .toList())
                .stream()
                .sorted((a, b) -> a.name().compareTo(b.name()));
        return Stream.concat(services, devices);
    }
}
