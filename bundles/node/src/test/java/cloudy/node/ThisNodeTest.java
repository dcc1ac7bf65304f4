// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import static cloudy.api.Audience.COMMUNITY;
import static cloudy.api.Audience.LAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisNodeTest {

    private static final HostAddresses NOWHERE = new HostAddresses(List::of);

    private final Identity identity = Identity.make();

    @Test
    void aNodeWithoutAFileHasEverything(@TempDir Path data) throws Exception {
        String before = System.setProperty("karaf.data", data.toString());
        try {
            var node = new ThisNode(new Values("", "", ""));

            assertThat(node.id()).matches("[0-9a-f]{16}");
            assertThat(node.name()).matches(NodeName.PATTERN).isNotEmpty();
            assertThat(new ThisNode(new Values("other", "", "")).id()).isEqualTo(node.id());
            assertThat(Files.exists(data.resolve("node/identity.pem"))).isTrue();
        } finally {
            if (before == null) {
                System.clearProperty("karaf.data");
            } else {
                System.setProperty("karaf.data", before);
            }
        }
    }

    @Test
    void theOperatorsWishesHold() throws Exception {
        var node = new ThisNode(new Values("Torre-3", "192.168.1.9", "10.9.9.9"), identity, "host", NOWHERE);

        assertThat(node.name()).isEqualTo("Torre-3");
        assertThat(node.address(LAN)).contains(InetAddress.getByName("192.168.1.9"));
        assertThat(node.address(COMMUNITY)).contains(InetAddress.getByName("10.9.9.9"));
    }

    @Test
    void aWishForOneNetworkLeavesTheOtherToTheGuess() throws Exception {
        InetAddress own = InetAddress.getByName("192.168.1.5");
        var host = new HostAddresses(() -> List.of(new HostAddress("eth0", 2, own)));

        var node = new ThisNode(new Values("", "", "10.9.9.9"), identity, "host", host);

        assertThat(node.name()).isEqualTo("host");
        assertThat(node.address(LAN)).contains(own);
        assertThat(node.address(COMMUNITY)).contains(InetAddress.getByName("10.9.9.9"));
    }

    @Test
    void valuesThatSettingsNeverSawDoNotKeepTheNodeFromStarting() {
        var node = new ThisNode(new Values("no name", "127.0.0.1", "example.org"), identity, "host", NOWHERE);

        assertThat(node.name()).isEqualTo("host");
        assertThat(node.address(LAN)).isEmpty();
        assertThat(node.address(COMMUNITY)).isEmpty();
    }

    @Test
    void thePublicKeyIsACopy() {
        var node = new ThisNode(new Values("", "", ""), identity, "host", NOWHERE);
        node.publicKey()[3] ^= 1;

        assertThat(node.publicKey()).isEqualTo(identity.publicKey());
    }

    @Test
    void bndWritesTheLimitsIntoTheMetatypeFile() throws Exception {
        Path classes = Path.of(ThisNode.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertThat(Files.readString(classes.resolve("OSGI-INF/metatype/cloudy.node.ThisNode$Config.xml")))
                .contains("<Designate pid=\"cloudy.node\">")
                .contains("id=\"name\"", "id=\"lanAddress\"", "id=\"communityAddress\"")
                .contains("cloudy:pattern=\"" + NodeName.PATTERN + '"')
                .contains("cloudy:pattern=\"" + UnicastAddress.PATTERN + '"');
    }

    /** What SCR would make of a file. */
    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Values(String name, String lanAddress, String communityAddress) implements ThisNode.Config {

        @Override
        public Class<? extends Annotation> annotationType() {
            return ThisNode.Config.class;
        }
    }
}
