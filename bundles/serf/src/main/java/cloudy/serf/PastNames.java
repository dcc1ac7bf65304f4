// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that this node has had in clusters, over restarts. A node that is new in a cluster is told nothing of members
 * that are gone, so only its memory tells it which of them it was. Confined to one thread.
 */
final class PastNames {

    private static final Logger LOG = LoggerFactory.getLogger(PastNames.class);
    private static final int MAX = 8;

    private final StateFile file;
    private final String nodeId;
    private final Set<String> names = new LinkedHashSet<>();

    PastNames(Path folder, String nodeId) {
        file = new StateFile(folder.resolve("names"));
        this.nodeId = nodeId;
        try {
            // A line that is no name of this node was not written here: never have somebody else's name forgotten.
            file.read().stream()
                    .flatMap(String::lines)
                    .filter(this::isOurs)
                    .limit(MAX)
                    .forEach(names::add);
        } catch (IOException e) {
            LOG.warn("The names that this node had cannot be read: {}", e.getMessage());
        }
    }

    private boolean isOurs(String name) {
        return ClusterName.nodeId(name).filter(nodeId::equals).isPresent();
    }

    /** Takes over the name that this node has now. */
    void has(String name) {
        if (!isOurs(name) || name.equals(names.stream().findFirst().orElse(""))) {
            return;
        }
        Set<String> newestFirst = new LinkedHashSet<>(List.of(name));
        newestFirst.addAll(names);
        names.clear();
        newestFirst.stream().limit(MAX).forEach(names::add);
        try {
            file.write(names.stream().collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException e) {
            LOG.warn("The name that this node has cannot be written down: {}", e.getMessage());
        }
    }

    /** The names of before. */
    List<String> former() {
        return names.stream().skip(1).toList();
    }
}
