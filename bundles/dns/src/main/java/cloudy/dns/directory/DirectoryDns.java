// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.network.ServiceDirectory;
import cloudy.dns.HandedZone;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory as DNS: what anybody announces has names, on this host, and wherever the node's name server is asked.
 *
 * <p>What is answered is announced, not vouched for: this node's own services are there while the registry finds them well,
 * those of others while they are announced. Nobody is probed for it.
 */
@Component(
        service = {DirectoryDns.class, HandedZone.class},
        name = "cloudy.dns.directory",
        configurationPid = "cloudy.dns")
public final class DirectoryDns implements HandedZone {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryDns.class);

    private final Optional<DirectorySettings> settings;
    private final Optional<DirectoryServer> server;
    private final Texts fault;

    @Activate
    public DirectoryDns(DirectoryConfig config, @Reference ServiceDirectory directory, @Reference Node node) {
        Optional<DirectorySettings> wished = Optional.empty();
        Texts problem = Texts.none();
        if (config.directory()) {
            try {
                wished = Optional.of(DirectorySettings.of(config));
            } catch (InvalidFieldException e) {
                problem = Texts.of("etc/%s.cfg: %s").with("cloudy.dns", e.texts());
                LOG.error("{}", problem.english());
            }
        }
        settings = wished;
        fault = problem;
        server = wished.map(wish -> new DirectoryServer(wish, directory, () -> addresses(node)));
    }

    @Deactivate
    void stop() {
        server.ifPresent(DirectoryServer::close);
    }

    /** What it is to do; empty where it is switched off, or its settings cannot be used. */
    Optional<DirectorySettings> settings() {
        return settings;
    }

    /** What answers. */
    Optional<DirectoryServer> server() {
        return server;
    }

    /** What is wrong with its settings; none when nothing is. */
    Texts fault() {
        return fault;
    }

    /** The zone for the node's name server; one without a name where that is not to serve it. */
    @Override
    public Zone zone() {
        return settings.filter(DirectorySettings::served)
                .map(wish -> new Zone(wish.zoneText(), wish.here(), Way.FORWARD))
                .orElseGet(() ->
                        new Zone("", new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Way.FORWARD));
    }

    private static List<InetAddress> addresses(Node node) {
        return Stream.of(Audience.COMMUNITY, Audience.LAN)
                .flatMap(network -> node.address(network).stream())
                .filter(Reachable::is)
                .distinct()
                .toList();
    }
}
