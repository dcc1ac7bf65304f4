// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.settings.Setting;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who this node is: its key, and what {@code etc/cloudy.node.cfg} says of it. */
@Component(name = "cloudy.node", service = Node.class)
@Designate(ocd = ThisNode.Config.class)
public final class ThisNode implements Node {

    // Named, because the file that metatype would look for by itself has a $ in its name.
    @ObjectClassDefinition(name = "%title", description = "%help", localization = "OSGI-INF/l10n/node")
    public @interface Config {

        @AttributeDefinition(name = "%name", description = "%name.help")
        @Setting(pattern = NodeName.PATTERN, sentence = "%name.sentence")
        String name() default "";

        @AttributeDefinition(name = "%lanAddress", description = "%lanAddress.help")
        @Setting(pattern = UnicastAddress.PATTERN, sentence = "%address.sentence")
        String lanAddress() default "";

        @AttributeDefinition(name = "%communityAddress", description = "%communityAddress.help")
        @Setting(pattern = UnicastAddress.PATTERN, sentence = "%address.sentence")
        String communityAddress() default "";
    }

    private final Identity identity;
    private final String name;
    private final Map<Audience, InetAddress> wishes = new EnumMap<>(Audience.class);
    private final HostAddresses host;

    @Activate
    public ThisNode(Config config) {
        this(
                config,
                new IdentityFile(Path.of(System.getProperty("karaf.data"), "node")).open(),
                NodeName.ofHost(),
                new HostAddresses(HostAddress::ofHost));
    }

    ThisNode(Config config, Identity identity, String hostName, HostAddresses host) {
        this.identity = identity;
        this.host = host;
        name = NodeName.choose(config.name(), hostName, identity.id());
        UnicastAddress.parse("lanAddress", config.lanAddress()).ifPresent(wish -> wishes.put(Audience.LAN, wish));
        UnicastAddress.parse("communityAddress", config.communityAddress())
                .ifPresent(wish -> wishes.put(Audience.COMMUNITY, wish));
    }

    @Override
    public String id() {
        return identity.id();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<InetAddress> address(Audience network) {
        // The operator may name an address that the host does not have: a router hands on what arrives there.
        return Optional.ofNullable(wishes.get(network)).or(() -> host.best(network));
    }

    @Override
    public byte[] publicKey() {
        return identity.publicKey();
    }
}
