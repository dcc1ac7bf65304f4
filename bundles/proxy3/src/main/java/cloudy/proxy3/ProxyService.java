// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Audience;
import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.Offer;
import cloudy.api.Publish;
import cloudy.api.daemon.Daemons;
import cloudy.api.form.Texts;
import cloudy.api.guifi.GuifiNetwork;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
 * The web proxy of this node, for its own users or for those of guifi.net's federation. It is off until it is switched on.
 *
 * <p>A change of a setting makes it anew; the program goes on running, and reads its files again.
 */
@Component(
        service = {CloudyService.class, ProxyService.class},
        name = ProxyService.PID,
        property = CloudyService.ENABLED + ":Boolean=false")
@Designate(ocd = ProxyConfig.class)
@Publish(type = ProxyService.TYPE, description = "Proxy3_System", port = 3128)
public final class ProxyService implements CloudyService {

    static final String PID = "cloudy.proxy3";
    static final String TYPE = "proxy3";
    static final Texts OFF =
            Texts.of("apagat fins que s'engegui", "apagado hasta que se encienda", "off until it is switched on");

    private static final Logger LOG = LoggerFactory.getLogger(ProxyService.class);

    private final Texts fault;
    private final Optional<ProxySettings> settings;
    private final Optional<Proxy> proxy;
    private final Users users;

    private volatile Optional<GuifiNetwork> network = Optional.empty();

    @Activate
    public ProxyService(
            ProxyConfig config,
            Map<String, Object> properties,
            @Reference Node node,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Optional<Daemons> daemons) {
        this(
                config,
                properties,
                node,
                daemons,
                new Proxy.Place(
                        Path.of(System.getProperty("karaf.etc", "etc")).toAbsolutePath(), folder(), Program.helpers()));
    }

    ProxyService(
            ProxyConfig config,
            Map<String, Object> properties,
            Node node,
            Optional<Daemons> daemons,
            Proxy.Place place) {
        Texts problem = Texts.none();
        Optional<ProxySettings> wished = Optional.empty();
        Optional<Proxy> made = Optional.empty();
        try {
            wished = Optional.of(ProxySettings.of(config));
            if (CloudyService.isOn(properties)) {
                made = Optional.of(new Proxy(wished.get(), node.name(), place, daemons, () -> addresses(node)));
            }
        } catch (InvalidFieldException e) {
            problem = Texts.of("etc/%s.cfg: %s").with(PID, e.texts());
            LOG.error("{}", problem.english());
        } catch (IOException e) {
            problem = Texts.of("%s no es pot fer servir: %s", "%s no se puede usar: %s", "%s cannot be used: %s")
                    .with(place.folder(), e.getMessage());
            LOG.error("{}", problem.english());
        }
        fault = problem;
        settings = wished;
        proxy = made;
        users = new Users(place.folder());
    }

    /** Those of the machine, and those that the operator says others reach it by. */
    private static List<Network> addresses(Node node) throws SocketException {
        Stream<String> said = Arrays.stream(Audience.values())
                .map(node::address)
                .flatMap(Optional::stream)
                .filter(Ranges::isReachable)
                .map(address -> Network.only(address).address().getHostAddress());
        return Stream.concat(Ranges.own().stream(), said)
                .distinct()
                .sorted()
                .map(text -> Network.parse("address", text))
                .toList();
    }

    /** Where this bundle keeps its state. */
    static Path folder() {
        return Path.of(System.getProperty("karaf.data", "data"), "proxy3").toAbsolutePath();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bind(GuifiNetwork data) {
        network = Optional.of(data);
        proxy.ifPresent(own -> own.from(network));
    }

    void unbind(GuifiNetwork data) {
        // The next one may have come before this one went.
        if (network.filter(current -> current == data).isPresent()) {
            network = Optional.empty();
            proxy.ifPresent(own -> own.from(network));
        }
    }

    @Deactivate
    void stop() {
        proxy.ifPresent(Proxy::close);
    }

    /** The proxy while it is switched on. */
    Optional<Proxy> proxy() {
        return proxy;
    }

    /** What the operator wishes, also while it is off; empty where that cannot be. */
    Optional<ProxySettings> settings() {
        return settings;
    }

    Users users() {
        return users;
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        return settings.map(wished -> described.stream()
                        .map(offer -> offer.onPort(wished.port()))
                        .toList())
                .orElse(described);
    }

    @Override
    public Health check() throws Exception {
        if (!fault.isEmpty()) {
            return Health.of(Health.Status.MISCONFIGURED, fault);
        }
        return proxy.isEmpty() ? Health.of(Health.Status.OFF, OFF) : proxy.get().check();
    }
}
