// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static java.util.stream.Collectors.joining;

import cloudy.api.Offer;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:services}. */
@Service
@Command(
        scope = "cloudy",
        name = "services",
        description = "Lists the services of this node: how each is, since when and why, what it offers,"
                + " and what each carrier did with the offer.")
public final class ServicesCommand extends PlainCommand {

    private static final DateTimeFormatter SINCE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    @Reference(optional = true)
    LocalServices services;

    @Argument(name = "id", description = "Only the service with this id")
    @Completion(ServiceIds.class)
    String id;

    ZoneId zone = ZoneId.systemDefault();

    @Override
    void run() throws CommandException {
        List<LocalService> all = need(services, "registry").all();
        if (all.isEmpty()) {
            say("There is no service on this node yet: drop a bundle into deploy/,"
                    + " write an etc/cloudy.external-<name>.cfg, or use cloudy:publish.");
            return;
        }
        List<LocalService> shown = all.stream()
                .filter(service -> id == null || service.id().equals(id))
                .toList();
        if (shown.isEmpty()) {
            throw failure("No service of this node has the id \"" + id + "\".");
        }
        var table = new Table(
                Table.Column.of("ID"), Table.Column.of("RUN"), Table.Column.of("SINCE"), Table.Column.of("REASON"));
        for (LocalService service : shown) {
            table.row(
                    service.id(),
                    word(service.run()),
                    SINCE.format(service.since().atZone(zone)),
                    service.reason());
            service.offers().forEach(offer -> table.note(offer(offer.offer()) + " - " + outcomes(offer)));
        }
        table.print(out);
    }

    private static String offer(Offer offer) {
        String place = offer.address()
                .map(ServicesCommand::host)
                .map(host -> " at " + host)
                .orElse("");
        String port = offer.port() == 0 ? "" : " " + offer.port();
        return offer.type() + port + '/' + word(offer.protocol()) + place + " \"" + offer.description() + '"';
    }

    private static String outcomes(LocalService.Announced offer) {
        if (offer.by().isEmpty()) {
            return "announced by no carrier";
        }
        return new TreeMap<>(offer.by())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + ' ' + outcome(entry.getValue()))
                        .collect(joining(", "));
    }

    private static String outcome(Outcome outcome) {
        String reason = outcome.reason().isEmpty() ? "" : " (" + outcome.reason() + ')';
        return word(outcome.kind()) + reason;
    }

    private static String host(InetAddress address) {
        return address instanceof Inet6Address ? '[' + address.getHostAddress() + ']' : address.getHostAddress();
    }

    /** The word of the documentation for a constant: {@code crash-looping}, {@code no room}. */
    private static String word(Enum<?> constant) {
        String separator = constant instanceof LocalService.Run ? "-" : " ";
        return constant.name().toLowerCase(Locale.ROOT).replace("_", separator);
    }
}
