// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.network.Trust;
import java.net.Inet6Address;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code cloudy:search}. */
@Service
@Command(
        scope = "cloudy",
        name = "search",
        description = "Lists what this node and its neighbours announce: own services first, then the nearest."
                + " What neighbours announce is their word; this node has not tried it.")
public final class SearchCommand extends PlainCommand {

    @Reference(optional = true)
    ServiceDirectory directory;

    @Option(name = "--type", aliases = "-t", description = "Only this service type, such as etherpad")
    @Completion(HeardTypes.class)
    String type;

    @Option(name = "--node", aliases = "-n", description = "Only this node, by its id or host name")
    @Completion(HeardNodes.class)
    String node;

    @Option(name = "--long", aliases = "-l", description = "Cut nothing off, and show the TXT of each announcement")
    boolean full;

    @Option(name = "--limit", description = "How many announcements to show at most")
    int limit = 500;

    @Argument(
            name = "text",
            description = "Words that all occur in type, description, host or TXT; case and accents do not matter",
            multiValued = true)
    List<String> text;

    Clock clock = Clock.systemUTC();

    @Override
    void run() throws CommandException {
        need(directory, "directory");
        if (limit < 1 || limit >= Query.MAX) {
            throw new InvalidFieldException("--limit", Why.mustBeBetween(1, Query.MAX - 1), "" + limit);
        }
        // One more than shown tells whether there are more.
        List<Announcement> found = directory.search(query().limit(limit + 1));
        if (found.isEmpty()) {
            say(whyNothing());
            return;
        }
        table(found.subList(0, Math.min(limit, found.size()))).print(out);
        if (found.size() > limit) {
            say("There are more than these " + limit + ": ask for a type, a node or a word, or raise --limit.");
        }
    }

    private Query query() {
        Query query = Query.all();
        query = type == null ? query : query.ofType(type);
        query = node == null ? query : query.ofNode(node);
        return text == null ? query : query.matching(String.join(" ", text));
    }

    private String whyNothing() {
        List<String> conditions = new ArrayList<>();
        if (type != null) {
            conditions.add("is of the type \"" + type + '"');
        }
        if (node != null) {
            conditions.add("comes from the node \"" + node + '"');
        }
        if (text != null) {
            conditions.add("holds \"" + String.join(" ", text) + '"');
        }
        int known = directory.size();
        return known == 0 || conditions.isEmpty()
                ? "Nothing is announced yet, neither by this node nor by a neighbour."
                : "Of " + known + (known == 1 ? " announcement" : " announcements") + " known, none "
                        + String.join(" and ", conditions) + '.';
    }

    private Table table(List<Announcement> found) {
        List<Table.Column> columns = new ArrayList<>(List.of(
                column("TYPE", 20),
                column("DESCRIPTION", 40),
                column("NODE", 32),
                Table.Column.of("ADDRESS"),
                Table.Column.of("SOURCE"),
                Table.Column.of("AGE"),
                Table.Column.of("DISTANCE")));
        if (full) {
            columns.add(Table.Column.of("TXT"));
        }
        var table = new Table(columns.toArray(Table.Column[]::new));
        for (Announcement one : found) {
            table.row(
                    one.type(),
                    one.description(),
                    one.host().isEmpty() ? one.nodeId().orElse("") : one.host(),
                    address(one),
                    one.carrier(),
                    Span.age(Duration.between(one.lastHeard(), clock.instant())),
                    distance(one),
                    one.txt().toString());
        }
        return table;
    }

    private Table.Column column(String header, int max) {
        return full ? Table.Column.of(header) : new Table.Column(header, max);
    }

    private static String address(Announcement one) {
        String host = one.address().getHostAddress();
        if (one.port() == 0) {
            return host;
        }
        return (one.address() instanceof Inet6Address ? '[' + host + ']' : host) + ':' + one.port();
    }

    private static String distance(Announcement one) {
        return one.trust() == Trust.OWN
                ? "here"
                : one.distance().map(Span::distance).orElse("-");
    }
}
