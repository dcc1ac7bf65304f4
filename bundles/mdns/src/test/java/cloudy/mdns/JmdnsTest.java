// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Offer;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A neighbour of another make: JmDNS 3.6.5, which many things at home run. */
class JmdnsTest {

    private static Segment segment;
    private static JmDNS jmdns;

    @BeforeAll
    static void start() throws Exception {
        segment = new Segment();
        // Read once, when its classes are loaded.
        System.setProperty("net.mdns.port", Integer.toString(segment.port()));
        jmdns = JmDNS.create(Say.address("127.0.0.1"), "gamma");
    }

    @AfterAll
    static void stop() throws Exception {
        jmdns.close();
        segment.close();
        System.clearProperty("net.mdns.port");
    }

    @Test
    void hearsWhatJmdnsAnnouncesAndWithdraws() throws Exception {
        var heard = new Heard();
        segment.node("beta").find(heard);
        var info = ServiceInfo.create("_Etherpad._tcp.local.", "Shared pads", 9001, 0, 0, Map.of("a", "1", "b", "x y"));

        jmdns.registerService(info);
        soon().until(() -> heard.of("Etherpad").size() == 1);

        Announcement pads = heard.of("Etherpad").get(0);
        assertThat(pads.description()).isEqualTo("Shared pads");
        assertThat(pads.host()).isEqualTo("gamma.local");
        assertThat(pads.address()).isEqualTo(Say.address("127.0.0.1"));
        assertThat(pads.port()).isEqualTo(9001);
        assertThat(pads.txt().get("b")).contains("x y");
        assertThat(pads.nodeId()).isEmpty();

        jmdns.unregisterService(info);
        soon().until(() -> heard.of("Etherpad").isEmpty());
    }

    @Test
    void isHeardByJmdns() {
        Map<String, ServiceInfo> resolved = new ConcurrentHashMap<>();
        jmdns.addServiceListener("_web._tcp.local.", new ServiceListener() {
            @Override
            public void serviceAdded(ServiceEvent event) {}

            @Override
            public void serviceRemoved(ServiceEvent event) {
                resolved.remove(event.getName());
            }

            @Override
            public void serviceResolved(ServiceEvent event) {
                resolved.put(event.getName(), event.getInfo());
            }
        });
        Mdns alpha = segment.node("alpha");
        Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

        alpha.publish(
                List.of(new Wanted("w", Offer.of("web", "Càmera", 8080).with(Txt.parse("a=1&b=x y")))),
                outcomes::putAll);
        soon().until(() -> resolved.containsKey("Càmera @alpha")
                && resolved.get("Càmera @alpha").getInet4Addresses().length > 0);

        ServiceInfo info = resolved.get("Càmera @alpha");
        assertThat(info.getServer()).isEqualTo("alpha.guifi.local.");
        assertThat(info.getInetAddresses()).containsExactly(Say.address("127.0.0.1"));
        assertThat(info.getPort()).isEqualTo(8080);
        assertThat(info.getPropertyString("b")).isEqualTo("x y");
        assertThat(outcomes).containsEntry("w", Outcome.announced());

        alpha.publish(List.of(), outcomes::putAll);
        soon().until(resolved::isEmpty);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
