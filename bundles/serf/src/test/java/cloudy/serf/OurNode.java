// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Offer;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A node of ours as the OSGi container would put it together, with a real agent. */
final class OurNode implements AutoCloseable {

    final TestNode node;
    final Handover handover = new Handover();
    final ProcessDaemons daemons;
    final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    final TestDirectory directory = new TestDirectory();
    private final Path folder;
    private final Map<String, Object> values = new HashMap<>();

    SerfAgent agent;
    SerfCluster cluster;
    private List<Wanted> wanted = List.of();

    OurNode(Path folder, String id, String address) throws IOException {
        this.folder = Files.createDirectories(folder);
        node = new TestNode(id, address);
        daemons = new ProcessDaemons(folder);
        values.put("profile", "lan");
        values.put("rpcAddress", address + ":7373");
    }

    OurNode set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** Starts, or starts anew with the settings as they are now. */
    OurNode start() {
        stop();
        agent = new SerfAgent(
                Wishes.of(SerfConfig.class, values),
                Map.of("cloudy.enabled", "true"),
                node,
                handover,
                Optional.of(daemons),
                folder.resolve("serf"));
        cluster = new SerfCluster(agent);
        new SerfFinder(agent).find(directory);
        new SerfPublisher(agent).publish(wanted, outcomes::putAll);
        return this;
    }

    OurNode publish(Offer... offers) {
        wanted = Arrays.stream(offers)
                .map(offer -> new Wanted("test/" + offer.key(), offer))
                .toList();
        if (agent != null) {
            new SerfPublisher(agent).publish(wanted, outcomes::putAll);
        }
        return this;
    }

    String name() {
        return cluster.state().name();
    }

    void stop() {
        if (agent != null) {
            agent.stop();
            agent = null;
            // As the directory does when a finder goes.
            directory.entries.clear();
        }
    }

    @Override
    public void close() {
        stop();
        handover.close();
        daemons.close();
    }
}
