// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.CloudyService;
import cloudy.api.Configured;
import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.Publish;
import cloudy.api.daemon.Daemons;
import cloudy.api.guifi.GuifiNetwork;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * DNSServices: a name server for this node's neighbours, with guifi.net's domains in it. It is off until it is switched
 * on.
 *
 * <p>A change of a setting makes it anew; the program goes on running, and reads its files again.
 */
@Component(
        service = {CloudyService.class, DnsService.class},
        name = DnsService.PID,
        property = CloudyService.ENABLED + ":Boolean=false")
@Designate(ocd = DnsConfig.class)
@Publish(type = DnsService.TYPE, description = "DNSService_System", port = 53)
public final class DnsService implements CloudyService, NameServer.Surroundings {

    static final String PID = "cloudy.dns";

    /** On the wire as the original spells it. */
    static final String TYPE = "dnsservice";

    private static final int PLAIN_DNS = 53;
    private static final Duration ONE = Duration.ofSeconds(4);
    private static final Duration ALL = Duration.ofSeconds(60);

    private final Configured<NameServer> server;
    private final List<HandedZone> zones = new CopyOnWriteArrayList<>();
    private volatile GuifiNetwork guifi;

    @Activate
    public DnsService(
            DnsConfig config,
            Map<String, Object> properties,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Optional<Daemons> daemons) {
        this(
                config,
                properties,
                daemons,
                folder(),
                Path.of(System.getProperty("karaf.etc", "etc")),
                Reach.connecting(PLAIN_DNS, ONE, ALL),
                Clock.systemUTC());
    }

    DnsService(
            DnsConfig config,
            Map<String, Object> properties,
            Optional<Daemons> daemons,
            Path folder,
            Path etc,
            Reach reach,
            Clock clock) {
        server = Configured.ifOn(
                PID,
                properties,
                () -> new NameServer(DnsSettings.of(config), folder, etc, daemons, this, reach, clock));
    }

    /** Where this bundle keeps its state. */
    static Path folder() {
        return Path.of(System.getProperty("karaf.data", "data"), "dns").toAbsolutePath();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindGuifi(GuifiNetwork network) {
        guifi = network;
        server().ifPresent(NameServer::refreshSoon);
    }

    void unbindGuifi(GuifiNetwork network) {
        if (guifi == network) {
            guifi = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindZone(HandedZone zone) {
        zones.add(zone);
        server().ifPresent(NameServer::changed);
    }

    void unbindZone(HandedZone zone) {
        zones.remove(zone);
        server().ifPresent(NameServer::changed);
    }

    @Override
    public Optional<GuifiNetwork> guifi() {
        return Optional.ofNullable(guifi);
    }

    @Override
    public List<HandedZone> zones() {
        return List.copyOf(zones);
    }

    @Deactivate
    void stop() {
        server().ifPresent(NameServer::close);
    }

    /** The name server while it is switched on. */
    Optional<NameServer> server() {
        return server.get();
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        return server().map(own -> described.stream()
                        .map(offer -> offer.onPort(own.settings().port()))
                        .toList())
                .orElse(described);
    }

    @Override
    public Health check() throws Exception {
        return server.check(NameServer::check);
    }
}
