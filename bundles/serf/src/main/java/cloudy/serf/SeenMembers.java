// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses of members that this node has been with, over restarts: the way back when every address in the settings is
 * gone. Confined to one thread.
 *
 * <p>A file of lines: {@code join} and the addresses in the settings, then one address a line, the newest first.
 */
final class SeenMembers {

    private static final Logger LOG = LoggerFactory.getLogger(SeenMembers.class);
    private static final int MAX = 128;
    private static final String JOIN = "join ";

    private final StateFile file;
    private final String join;
    private final Set<String> addresses = new LinkedHashSet<>();
    private Set<String> written = Set.of();

    private SeenMembers(StateFile file, String join) {
        this.file = file;
        this.join = join;
    }

    /**
     * Reads what was remembered.
     *
     * @param join the addresses in the settings. Where the operator has emptied them since, what was met through them is
     *     forgotten: an empty list means not to join
     */
    static SeenMembers in(Path folder, List<Endpoint> join) {
        var seen = new SeenMembers(
                new StateFile(folder.resolve("members")),
                JOIN + String.join(",", join.stream().map(Endpoint::toString).toList()));
        try {
            seen.load(join.isEmpty());
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "{}: the members that were seen before cannot be read and are set aside: {}",
                    folder,
                    e.getMessage());
            try {
                seen.file.setAside();
            } catch (IOException again) {
                LOG.warn("{}: they cannot be set aside either: {}", folder, again.getMessage());
            }
        }
        return seen;
    }

    private void load(boolean joinsNobody) throws IOException {
        List<String> lines = file.read().map(text -> text.lines().toList()).orElse(List.of());
        if (lines.isEmpty()) {
            return;
        }
        boolean joinedSomebody = lines.get(0).startsWith(JOIN) && lines.get(0).length() > JOIN.length();
        if (joinsNobody && joinedSomebody) {
            return;
        }
        for (String line : lines.subList(1, Math.min(lines.size(), MAX + 1))) {
            addresses.add(
                    Endpoint.parse("members", line, SerfSettings.GOSSIP_PORT).toString());
        }
        written = Set.copyOf(addresses);
    }

    /** The addresses, those met last first. */
    List<String> addresses() {
        return new ArrayList<>(addresses);
    }

    /** Members that are there now; the longest unseen are forgotten for them. */
    void met(Collection<String> present) {
        var merged = new LinkedHashSet<>(present);
        merged.addAll(addresses);
        addresses.clear();
        merged.stream().limit(MAX).forEach(addresses::add);
    }

    /** Whether there is something to write down. */
    boolean changed() {
        return !addresses.equals(written);
    }

    void save() {
        try {
            file.write(join + '\n' + String.join("\n", addresses) + '\n');
            written = Set.copyOf(addresses);
        } catch (IOException e) {
            LOG.warn("The members that were seen cannot be written down: {}", e.getMessage());
        }
    }
}
