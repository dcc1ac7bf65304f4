// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.CloudyService;
import cloudy.api.Configured;
import cloudy.api.Health;
import cloudy.api.Node;
import cloudy.api.Offer;
import cloudy.api.Publish;
import cloudy.api.daemon.Daemons;
import cloudy.api.notice.Notices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncthing on this node, with the device ID that a neighbour needs to connect to it. It is off until it is switched on.
 *
 * <p>A change of a setting makes it anew; the program goes on running where the change does not concern it.
 */
@Component(
        service = {CloudyService.class, SyncthingService.class},
        name = SyncthingService.PID,
        property = CloudyService.ENABLED + ":Boolean=false")
@Designate(ocd = SyncthingConfig.class)
@Publish(type = SyncthingService.TYPE, description = "File synchronisation", port = 22000)
public final class SyncthingService implements CloudyService {

    static final String PID = "cloudy.syncthing";
    static final String TYPE = "syncthing";

    private static final Logger LOG = LoggerFactory.getLogger(SyncthingService.class);

    private final Configured<Syncthing> syncthing;
    private final Farewells farewells;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Notices notices;

    @Activate
    public SyncthingService(
            SyncthingConfig config,
            Map<String, Object> properties,
            @Reference Node node,
            // Only a program of our own needs them.
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Optional<Daemons> daemons) {
        this(config, properties, node, daemons, folder());
    }

    SyncthingService(
            SyncthingConfig config, Map<String, Object> properties, Node node, Optional<Daemons> daemons, Path folder) {
        syncthing = Configured.ifOn(
                PID,
                properties,
                () -> new Syncthing(SyncthingSettings.of(config), node.name(), daemons, new Home(folder)));
        farewells = new Farewells(folder);
    }

    /** Where this bundle keeps its state. */
    static Path folder() {
        return Path.of(System.getProperty("karaf.data", "data"), "syncthing").toAbsolutePath();
    }

    @Deactivate
    void stop() {
        syncthing().ifPresent(Syncthing::close);
    }

    /** Syncthing while it is switched on. */
    Optional<Syncthing> syncthing() {
        return syncthing.get();
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        // One setting says the port of the program and of the offer. Where a foreign Syncthing listens, only whoever
        // runs it knows: cloudy.port says it.
        return syncthing()
                .filter(own -> !own.isAttached())
                .map(own -> described.stream()
                        .map(offer -> offer.onPort(own.listenPort()))
                        .toList())
                .orElse(described);
    }

    @Override
    public Health check() throws Exception {
        return syncthing.check(own -> {
            Health health = own.check();
            if (health.status() == Health.Status.UP) {
                tell(own);
            }
            return health;
        });
    }

    private void tell(Syncthing own) throws InterruptedException {
        Notices board = notices;
        if (board == null) {
            return;
        }
        try {
            farewells.tell(own, board);
        } catch (IOException e) {
            // Whether it is up has been found out already.
            LOG.debug("Whether somebody has disconnected is not known: {}", e.getMessage());
        }
    }
}
