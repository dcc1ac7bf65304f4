// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.Audience;
import cloudy.api.CloudyService;
import cloudy.api.Configured;
import cloudy.api.Health;
import cloudy.api.Node;
import cloudy.api.Offer;
import cloudy.api.Publish;
import cloudy.api.daemon.Daemons;
import cloudy.api.guifi.GuifiNetwork;
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
    private final Configured<ProxySettings> settings;
    private final Configured<Proxy> proxy;
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
        settings = Configured.of(PID, () -> ProxySettings.of(config));
        proxy = Configured.ifOn(
                PID,
                properties,
                () -> new Proxy(ProxySettings.of(config), node.name(), place, daemons, () -> addresses(node)));
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
        proxy().ifPresent(own -> own.from(network));
    }

    void unbind(GuifiNetwork data) {
        // The next one may have come before this one went.
        if (network.filter(current -> current == data).isPresent()) {
            network = Optional.empty();
            proxy().ifPresent(own -> own.from(network));
        }
    }

    @Deactivate
    void stop() {
        proxy().ifPresent(Proxy::close);
    }

    /** The proxy while it is switched on. */
    Optional<Proxy> proxy() {
        return proxy.get();
    }

    /** What the operator wishes, also while it is off; empty where that cannot be. */
    Optional<ProxySettings> settings() {
        return settings.get();
    }

    Users users() {
        return users;
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        return settings()
                .map(wished -> described.stream()
                        .map(offer -> offer.onPort(wished.port()))
                        .toList())
                .orElse(described);
    }

    @Override
    public Health check() throws Exception {
        return proxy.check(Proxy::check);
    }
}
