// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.CloudyService;
import cloudy.api.Configured;
import cloudy.api.Health;
import cloudy.api.Node;
import cloudy.api.Offer;
import cloudy.api.Publish;
import cloudy.api.form.Texts;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.registry.LocalServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
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

/** What runs in Kubernetes clusters at home, for the community. It is off until it is switched on. */
@Component(
        service = {CloudyService.class, KubernetesService.class},
        name = KubernetesService.PID,
        property = CloudyService.ENABLED + ":Boolean=false")
@Designate(ocd = KubernetesConfig.class)
@Publish(type = Plan.TYPE, description = "Kubernetes")
public final class KubernetesService implements CloudyService {

    static final String PID = "cloudy.kubernetes";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesService.class);

    /** Components of one bundle come and go in any order: who is not there now is told nothing. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile LocalServices services;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile ServiceDirectory directory;

    private final Shelves shelves;
    private final Configured<Clusters> clusters;

    @Activate
    public KubernetesService(
            BundleContext context, KubernetesConfig config, Map<String, Object> properties, @Reference Node node) {
        this(
                context,
                config,
                properties,
                node.id(),
                Kubeconfig.ofThisNode(),
                Cluster.Pace.USUAL,
                new Doors(PATIENCE),
                new Doors(PATIENCE));
    }

    KubernetesService(
            BundleContext context,
            KubernetesConfig config,
            Map<String, Object> properties,
            String nodeId,
            Kubeconfig kubeconfig,
            Cluster.Pace pace,
            Doors doors,
            Doors importDoors) {
        shelves = new Shelves(context, properties, this::look);
        clusters = Configured.ifOn(
                PID,
                properties,
                () -> new Clusters(
                        KubernetesSettings.of(config),
                        kubeconfig,
                        nodeId,
                        pace,
                        doors,
                        importDoors,
                        this::directory,
                        this::publish));
    }

    @Deactivate
    void stop() {
        clusters().ifPresent(Clusters::close);
        shelves.close();
    }

    /** The clusters while it is switched on. */
    Optional<Clusters> clusters() {
        return clusters.get();
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        return shelves.first();
    }

    @Override
    public Health check() {
        return clusters.check(KubernetesService::check);
    }

    private static Health check(Clusters clusters) {
        List<Cluster> all = clusters.all();
        if (all.isEmpty()) {
            return Health.of(
                    Health.Status.MISCONFIGURED,
                    Texts.of(
                            "encara no hi ha cap clúster a la configuració",
                            "todavía no hay ningún clúster en la configuración",
                            "there is no cluster in the settings yet"));
        }
        if (all.stream().anyMatch(Cluster::isFresh)) {
            return Health.up();
        }
        Cluster first = all.get(0);
        return first.fault().isEmpty()
                ? Health.of(
                        Health.Status.STARTING,
                        Texts.of("s'està connectant", "se está conectando", "it is being connected"))
                : Health.down(Texts.of("%s: %s").with(first.name(), first.fault()));
    }

    private Optional<ServiceDirectory> directory() {
        return Optional.ofNullable(directory);
    }

    private void publish(List<Offer> offers) {
        int without = shelves.put(offers);
        if (without > 0) {
            LOG.warn("{} offers of the clusters find no room", without);
        }
    }

    private void look(String id) {
        LocalServices registry = services;
        if (registry != null) {
            registry.check(id);
        }
    }
}
