// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.access.Caller;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Wish;
import cloudy.api.registry.LocalServices;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.CommandException;

/** A command that changes what is wished of a service. */
public abstract class WishCommand extends PlainCommand {

    @Reference(optional = true)
    LocalServices services;

    @Argument(name = "id", description = "Id of the service, as cloudy:services shows it", required = true)
    @Completion(ServiceIds.class)
    String id;

    @Override
    final void run() throws CommandException, IOException {
        need(services, "registry");
        LocalService service =
                services.find(id).orElseThrow(() -> failure("No service of this node has the id \"" + id + "\"."));
        services.wish(service.id(), wished(service.wish()), Caller.shell());
        say(id + ' ' + done() + "; cloudy:services says what becomes of it.");
    }

    /** What is wished from now on. */
    abstract Wish wished(Wish before);

    /** The rest of a sentence. */
    abstract String done();
}
