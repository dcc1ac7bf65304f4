// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.InvalidFieldException;
import cloudy.api.cluster.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:join}. */
@Service
@Command(
        scope = "cloudy",
        name = "join",
        description = "Joins the cluster through members at these addresses, now. To have it joined at every start,"
                + " write them into etc/cloudy.serf.cfg: join = host:port, host:port")
public final class JoinCommand extends PlainCommand {

    /** The cluster itself answers within two. */
    private static final long MINUTES = 3;

    @Reference(optional = true)
    Cluster cluster;

    @Argument(
            name = "address",
            description = "Where a member gossips: host:port, or host alone for port 5000",
            required = true,
            multiValued = true)
    List<String> addresses;

    @Override
    void run() throws CommandException {
        need(cluster, "bundle cloudy.serf");
        try {
            int reached = cluster.join(addresses).get(MINUTES, TimeUnit.MINUTES);
            say(reached == 1 ? "Joined through 1 member." : "Joined through " + reached + " members.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidFieldException invalid) {
                throw invalid;
            }
            if (e.getCause() instanceof IOException unreached) {
                throw failure("Nobody was reached: " + unreached.getMessage());
            }
            throw failure("The cluster could not be joined: " + e.getCause());
        } catch (TimeoutException e) {
            throw failure("The cluster does not say within " + MINUTES + " minutes whether anybody was reached.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("Interrupted; the cluster may still be joined.");
        }
    }
}
