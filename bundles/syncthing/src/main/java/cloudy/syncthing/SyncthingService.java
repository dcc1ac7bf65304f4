// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.Offer;
import cloudy.api.Publish;
import cloudy.api.daemon.Daemons;
import cloudy.api.form.Texts;
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

    private final Texts fault;
    private final Optional<Syncthing> syncthing;

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
        Texts problem = Texts.none();
        Optional<Syncthing> made = Optional.empty();
        if (isOn(properties)) {
            try {
                SyncthingSettings settings = SyncthingSettings.of(config);
                made = Optional.of(new Syncthing(settings, node.name(), daemons, new Home(folder)));
            } catch (InvalidFieldException e) {
                problem = Texts.of("etc/%s.cfg: %s").with(PID, e.texts());
                LOG.error("{}", problem.english());
            } catch (IOException e) {
                problem = Texts.of("%s no es pot fer servir: %s", "%s no se puede usar: %s", "%s cannot be used: %s")
                        .with(folder, e.getMessage());
                LOG.error("{}", problem.english());
            }
        }
        fault = problem;
        syncthing = made;
    }

    /** Where this bundle keeps its state. */
    static Path folder() {
        return Path.of(System.getProperty("karaf.data", "data"), "syncthing").toAbsolutePath();
    }

    /** The operator's word, from a {@code .cfg} a text. */
    private static boolean isOn(Map<String, Object> properties) {
        return Boolean.parseBoolean(
                String.valueOf(properties.getOrDefault(ENABLED, false)).trim());
    }

    @Deactivate
    void stop() {
        syncthing.ifPresent(Syncthing::close);
    }

    /** Syncthing while it is switched on. */
    Optional<Syncthing> syncthing() {
        return syncthing;
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        // The port is one setting, in the program's configuration and in the offer alike. Where a Syncthing that
        // somebody
        // else runs listens, only he knows: cloudy.port says it.
        return syncthing
                .filter(own -> !own.isAttached())
                .map(own -> described.stream()
                        .map(offer -> moved(offer, own.listenPort()))
                        .toList())
                .orElse(described);
    }

    private static Offer moved(Offer offer, int port) {
        return new Offer(
                offer.key(),
                offer.type(),
                offer.description(),
                offer.address(),
                port,
                offer.protocol(),
                offer.txt(),
                offer.audience());
    }

    @Override
    public Health check() throws Exception {
        if (!fault.isEmpty()) {
            return Health.of(Health.Status.MISCONFIGURED, fault);
        }
        return syncthing.isPresent()
                ? syncthing.get().check()
                : Health.of(
                        Health.Status.OFF,
                        Texts.of(
                                "apagat fins que s'engegui",
                                "apagado hasta que se encienda",
                                "off until it is switched on"));
    }
}
