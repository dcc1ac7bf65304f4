// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.Offer;
import cloudy.api.access.Caller;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalServices;
import cloudy.api.registry.Share;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:withdraw}. */
@Service
@Command(
        scope = "cloudy",
        name = "withdraw",
        description = "Withdraws what was published by hand: all of it, that of one type, or the one on a port.")
public final class WithdrawCommand extends PlainCommand {

    @Reference(optional = true)
    Settings settings;

    @Reference(optional = true)
    LocalServices services;

    @Argument(index = 0, name = "type", description = "Only this service type")
    @Completion(PublishedTypes.class)
    String type;

    @Argument(index = 1, name = "port", description = "Only the service on this port")
    @Completion(PublishedPorts.class)
    String port;

    @Override
    void run() throws CommandException, IOException {
        need(settings, "bundle cloudy.settings");
        List<Published> meant = Published.all(settings).stream()
                .filter(one -> type == null || one.type().equalsIgnoreCase(type))
                .filter(one -> port == null || one.port().equals(port))
                .toList();
        if (meant.isEmpty() && type == null) {
            say("Nothing was published by hand.");
            return;
        }
        if (meant.isEmpty()) {
            throw failure(whyNot());
        }
        for (Published one : meant) {
            settings.delete(one.pid(), Caller.shell());
            say("Withdrawn: " + one.type() + ' ' + one.port() + ", and " + one.file() + " removed.");
        }
    }

    private String whyNot() {
        String asked = port == null ? type : type + ' ' + port;
        Optional<LocalService> other = services == null
                ? Optional.empty()
                : services.all().stream()
                        .filter(service -> service.offers().stream().anyMatch(offer -> isMeant(offer.offer())))
                        .findFirst();
        return other.map(service -> asked + " was not published by hand. " + wayOut(service))
                .orElse(asked + " was not published by hand, and no service of this node offers it.");
    }

    private boolean isMeant(Offer offer) {
        return offer.type().equalsIgnoreCase(type) && (port == null || port.equals(Integer.toString(offer.port())));
    }

    private static String wayOut(LocalService service) {
        if (Share.isOne(service.id())) {
            return "It is declared in " + Share.file(service.id())
                    + ": cloudy:disable switches it off, or remove the file.";
        }
        return "The bundle " + service.bundle() + " offers it: cloudy:disable " + service.id()
                + " switches it off, or remove the bundle.";
    }
}
