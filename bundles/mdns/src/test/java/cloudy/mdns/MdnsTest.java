// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloudy.api.Offer;
import cloudy.api.Txt;
import cloudy.api.network.Outcome;
import cloudy.api.network.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MdnsTest {

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Heard heard = new Heard();
    private Mdns a;
    private Mdns b;

    @BeforeEach
    void start() {
        int port = 15353;
        a = new Mdns(new TestNode("alpha", "a1a1a1a1a1a1a1a1"), "lo", port);
        b = new Mdns(new TestNode("beta", "b2b2b2b2b2b2b2b2"), "lo", port);
        b.find(heard);
    }

    @AfterEach
    void stop() throws InterruptedException {
        a.close();
        b.close();
    }

    @Test
    void hearsWhatAnotherNodeAnnouncesAndWithdraws() {
        long t = System.nanoTime();
        a.publish(
                List.of(new Wanted("x", Offer.of("etherpad", "Pads 1.2", 9001).with(Txt.parse("a=1&b=2")))),
                outcomes::putAll);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> heard.of("etherpad").size() == 1);
        System.out.println("heard after " + (System.nanoTime() - t) / 1e6);
        System.out.println(heard.all());
        assertThat(outcomes).containsEntry("x", Outcome.announced());
        t = System.nanoTime();
        a.publish(List.of(), outcomes::putAll);
        await().pollInterval(Duration.ofMillis(5)).until(() -> heard.all().isEmpty());
        System.out.println("gone after " + (System.nanoTime() - t) / 1e6);
    }
}
