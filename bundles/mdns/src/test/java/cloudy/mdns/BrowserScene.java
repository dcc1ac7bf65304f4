// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.wire.Name;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** One host that listens on one link, in a time that passes when a test says so. */
abstract class BrowserScene {

    static final Name HOST = Say.host("beta");
    static final Entry NODE = Entry.host(HOST, Say.address("10.0.0.2"));
    static final Entry WEB = Entry.service("Web @beta", Say.type("web"), HOST, 80, List.of("a=1"));
    static final Entry IDENTITY = Entry.service("beta", Plan.NODE_TYPE, HOST, 0, List.of("id=b2b2"));
    static final InetAddress BETA = Say.address("10.0.0.2");

    final VirtualTime time = new VirtualTime();
    final RecordingWire wire = new RecordingWire();
    final Set<Name> own = new HashSet<>();
    final Map<Name, Sighting> found = new HashMap<>();
    final List<Name> lost = new ArrayList<>();
    int tellings;
    int room = Browser.MAX_SERVICES;
    final Attachment eth0 =
            new Attachment("eth0", 2, List.of(new Attachment.Network((Inet4Address) Say.address("10.0.0.1"), 24)));
    final Browser browser =
            new Browser(time, time, wire, new Random(1), eth0, own::contains, () -> room, new Browser.Listener() {
                @Override
                public void found(Sighting sighting) {
                    found.put(sighting.instance(), sighting);
                    tellings++;
                }

                @Override
                public void lost(Name instance) {
                    assertThat(found.remove(instance)).isNotNull();
                    lost.add(instance);
                }
            });

    @BeforeEach
    void start() {
        browser.start();
        time.pass(3_600_000);
        wire.multicasts();
    }

    static Entry service(String label) {
        return Entry.service(label, Say.type("web"), HOST, 80, List.of("a=1"));
    }
}
