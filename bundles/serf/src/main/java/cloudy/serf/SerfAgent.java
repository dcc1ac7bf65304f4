// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.Audience;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.daemon.Daemons;
import cloudy.api.event.EventSink;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
 * This node's part in the cluster, for the other components of this bundle.
 *
 * <p>A change of a setting, or of the node's name, makes it anew, with all that refer to it; the agent goes on running
 * where the change does not concern it.
 */
@Component(service = SerfAgent.class, name = "cloudy.serf.agent", configurationPid = "cloudy.serf")
@Designate(ocd = SerfConfig.class)
public final class SerfAgent {

    private static final Logger LOG = LoggerFactory.getLogger(SerfAgent.class);
    private static final Texts OFF = Texts.of(
            "apagat fins que se li digui a través de qui unir-se: a la pàgina Xarxa, o a etc/cloudy.serf.cfg amb join o"
                    + " cloudy.enabled = true",
            "apagado hasta que se le diga a través de quién unirse: en la página Red, o en etc/cloudy.serf.cfg con join o"
                    + " cloudy.enabled = true",
            "off until it is told whom to join: on the page Network, or in etc/cloudy.serf.cfg by join or"
                    + " cloudy.enabled = true");

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<EventSink> sinks = List.of();

    private final Node node;
    private final Texts fault;
    private final Optional<SerfSettings> settings;
    private final Optional<Participation> participation;

    @Activate
    public SerfAgent(
            SerfConfig config,
            Map<String, Object> properties,
            @Reference Node node,
            @Reference Handover handover,
            // The bundle "serf" also serves a node whose agent is run by someone else.
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Optional<Daemons> daemons) {
        this(config, properties, node, handover, daemons, Path.of(System.getProperty("karaf.data", "data"), "serf"));
    }

    SerfAgent(
            SerfConfig config,
            Map<String, Object> properties,
            Node node,
            Handover handover,
            Optional<Daemons> daemons,
            Path folder) {
        this.node = node;
        Texts problem = Texts.none();
        Optional<SerfSettings> wishes = Optional.empty();
        Optional<Participation> part = Optional.empty();
        try {
            SerfSettings checked = SerfSettings.of(config, properties);
            wishes = Optional.of(checked);
            if (checked.on()) {
                part = Optional.of(new Participation(
                        checked, node, handover, daemons, folder, new MemberNews(() -> sinks, System::nanoTime)));
            }
        } catch (InvalidFieldException e) {
            problem = Texts.of("etc/cloudy.serf.cfg: %s").with(e.texts());
            LOG.error("{}", problem.english());
        } catch (IOException e) {
            problem = Texts.of("%s no es pot fer servir: %s", "%s no se puede usar: %s", "%s cannot be used: %s")
                    .with(folder, e.getMessage());
            LOG.error("{}", problem.english());
        }
        fault = problem;
        settings = wishes;
        participation = part;
        part.ifPresent(Participation::start);
    }

    @Deactivate
    void stop() {
        participation.ifPresent(Participation::close);
    }

    /** This node's part while it takes one. */
    Optional<Participation> participation() {
        return participation;
    }

    boolean isOn() {
        return participation.isPresent();
    }

    /** Where others join through this node; empty while that is not known. */
    Optional<Endpoint> advertised() {
        return participation.flatMap(Participation::advertised);
    }

    /** The port that the settings give to gossip. */
    int port() {
        return settings.map(wishes -> wishes.advertise().orElse(wishes.bind()).port())
                .orElse(SerfSettings.GOSSIP_PORT);
    }

    Optional<InetAddress> address() {
        return node.address(Audience.COMMUNITY);
    }

    Health health() {
        if (!fault.isEmpty()) {
            return Health.of(Health.Status.MISCONFIGURED, fault);
        }
        return participation.map(Participation::health).orElseGet(() -> Health.of(Health.Status.OFF, OFF));
    }

    void publish(List<Wanted> wanted, Consumer<Map<String, Outcome>> answer) {
        participation.ifPresentOrElse(part -> part.publish(wanted, answer), () -> {
            var outcomes = new HashMap<String, Outcome>();
            wanted.forEach(entry -> outcomes.put(entry.id(), Outcome.withheld(health().why())));
            answer.accept(outcomes);
        });
    }

    CompletableFuture<Integer> join(List<String> addresses) {
        List<Endpoint> endpoints;
        try {
            endpoints = Endpoint.parseAll("address", addresses, SerfSettings.GOSSIP_PORT);
        } catch (InvalidFieldException e) {
            return CompletableFuture.failedFuture(e);
        }
        return participation
                .map(part -> part.join(endpoints))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException(health().reason())));
    }
}
