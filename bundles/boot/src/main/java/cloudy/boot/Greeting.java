// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.Node;
import cloudy.api.Text;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A few lines for whoever started the node: what it is, what others have to say, what it offers, how to reach it. */
final class Greeting {

    private static final Set<Run> OFFERED = EnumSet.of(Run.STARTING, Run.UP, Run.FAILING);
    private static final int SHOWN = 5;
    private static final int MAX_LINE = 300;
    private static final int MAX_MORE = 20;

    private final String command;
    private final Path base;

    Greeting(Path home, Path base) {
        // Where a package brought the node, which that file says, the command is on everyone's path.
        command = Files.exists(home.resolve("lib/places"))
                ? "cloudy"
                : home.resolve("bin/cloudy").toString();
        this.base = base;
    }

    /**
     * The lines.
     *
     * @param more what others have to say
     */
    List<String> lines(Node node, List<LocalService> services, List<String> more) {
        var lines = new ArrayList<String>();
        lines.add("Cloudy is up: node " + node.name() + ", id " + node.id() + ".");
        lines.addAll(more.subList(0, Math.min(more.size(), MAX_MORE)));
        lines.add(offers(services));
        lines.add("Use it: " + command + " help; end it: " + command + " stop");
        return lines.stream().map(line -> Text.clean(line, MAX_LINE)).toList();
    }

    private String offers(List<LocalService> services) {
        var descriptions = services.stream()
                .filter(service -> OFFERED.contains(service.run()))
                .flatMap(service -> service.offers().stream())
                .map(announced -> announced.offer().description())
                .toList();
        if (descriptions.isEmpty()) {
            return "It offers nothing yet: cloudy service share tells of what runs already, and a bundle goes into "
                    + base.resolve("deploy") + ".";
        }
        var more = descriptions.size() - SHOWN;
        return descriptions.stream()
                .limit(SHOWN)
                .collect(Collectors.joining(", ", "It offers: ", more > 0 ? " and " + more + " more." : "."));
    }
}
