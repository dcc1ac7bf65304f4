// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.network.ServiceDirectory;
import java.net.InetAddress;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:node}. */
@Service
@Command(
        scope = "cloudy",
        name = "node",
        description = "Shows who this node is: its id, name and addresses, and how many announcements it knows.")
public final class NodeCommand extends PlainCommand {

    @Reference(optional = true)
    Node node;

    @Reference(optional = true)
    ServiceDirectory directory;

    @Override
    void run() throws CommandException {
        need(node, "bundle cloudy.node");
        say("id             " + node.id());
        say("name           " + node.name());
        for (Audience network : Audience.values()) {
            say("address        "
                    + node.address(network).map(InetAddress::getHostAddress).orElse("none")
                    + " ("
                    + network.name().toLowerCase(Locale.ROOT)
                    + ')');
        }
        say("announcements  " + (directory == null ? "the directory is not running" : directory.size()));
    }
}
