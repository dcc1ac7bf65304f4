// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node and Debian's Avahi understand each other, both ways. */
class AvahiIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode alpha;
    private static Avahi avahi;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        alpha = rig.node(lan.join("alpha")).start();
        avahi = rig.closing(new Avahi(lan.join("gamma"), rig.folder()));
        alpha.awaitBoot();
        Listener.on(alpha.host(), 8080, 9001);
    }

    @Test
    void avahiSeesANodesServiceWithItsPortAndTxt() throws IOException {
        alpha.drop(DropIn.of("webcam", "Càmera de la plaça", 8080).with("place=square&size=hd"));

        List<Found> found = avahiFinds("_webcam._tcp");
        assertThat(found)
                .containsExactly(new Found(
                        "Càmera de la plaça @alpha",
                        "alpha.guifi.local",
                        alpha.host().address(),
                        8080,
                        "\"place=square size=hd\""));

        alpha.remove("deploy/org.example.webcam.jar");
        until("withdrawn", () -> avahi.browse("_webcam._tcp").isEmpty());
    }

    @Test
    void avahiSeesTheNodeItself() throws IOException {
        // A node with nothing to offer says nothing at all.
        alpha.drop(DropIn.of("etherpad", "Shared pads", 9001));
        List<Found> found = avahiFinds("_cloudy-node._tcp");

        assertThat(found).singleElement().satisfies(node -> {
            assertThat(node.address()).isEqualTo(alpha.host().address());
            assertThat(node.txt()).containsPattern("[0-9a-f]{16}");
        });
    }

    @Test
    void aNodeListsWhatAvahiPublishesForAsLongAsItDoes() throws IOException {
        Process publishing = avahi.publish("Ràdio del poble", "_radio._tcp", 8000, "bitrate=64");
        until("listed", () -> !alpha.lists("Ràdio del poble", "radio", "10.77.0.2", "8000")
                .isEmpty());

        publishing.descendants().forEach(ProcessHandle::destroy);
        until("forgotten", () -> alpha.lists("Ràdio del poble").isEmpty());
    }

    @Test
    void aTypeThatNobodyAnnouncedBeforeIsHeardToo() throws IOException {
        Process first = avahi.publish(
                "First of its kind", "_x-" + ProcessHandle.current().pid() % 1000 + "._udp", 7000);
        until("listed", () -> !alpha.lists("First of its kind", "7000").isEmpty());
        first.descendants().forEach(ProcessHandle::destroy);
    }

    /** The port and the group are whoever's wants them: each hears what the other says, and so does the rest of the link. */
    @Test
    void aNodeAndAvahiOnTheSameHostBothWork() throws IOException {
        Avahi beside = rig.closing(new Avahi(alpha.host(), rig.folder()));
        alpha.drop(DropIn.of("chat", "Village chat", 9001));
        beside.publish("Choir", "_choir._tcp", 7001);

        until("Avahi sees its node", () -> beside.browse("_chat._tcp").size() == 1);
        until("the node sees its Avahi", () -> alpha.lists("Choir", "7001").size() == 1);
        until("another Avahi sees the node", () -> avahi.browse("_chat._tcp").size() == 1);
        until("another Avahi sees that one", () -> avahi.browse("_choir._tcp").size() == 1);
        avahi.publish("Drums", "_drums._tcp", 7002);
        until("the node hears on", () -> alpha.lists("Drums", "7002").size() == 1);
        until("and Avahi", () -> beside.browse("_drums._tcp").size() == 1);

        alpha.remove("deploy/org.example.chat.jar");
        until("withdrawn", () -> beside.browse("_chat._tcp").isEmpty());
    }

    private record Found(String name, String host, String address, int port, String txt) {}

    private static List<Found> avahiFinds(String type) {
        until("Avahi sees " + type, () -> !avahi.browse(type).isEmpty());
        return avahi.browse(type).stream()
                .map(part -> new Found(Avahi.unescape(part[3]), part[6], part[7], Integer.parseInt(part[8]), part[9]))
                .toList();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
