// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloudy.api.Audience;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.testing.Announced;
import cloudy.testing.SomeNode;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PublicListTest {

    private final Announced directory = new Announced(new ArrayList<>());
    private final PublicList list = new PublicList(directory, SomeNode.named("alpha"));

    @Test
    void tellsWhatPeopleCanUseAndWhoseItIs() {
        directory.all().add(heard("http", "Village radio", Trust.UNSIGNED));
        directory.all().add(heard("etherpad", "Shared pads", Trust.OWN));

        PublicList.Offered offered = list.now();

        assertThat(offered.node()).isEqualTo("alpha");
        assertThat(offered.services())
                .extracting(PublicList.Service::description, PublicList.Service::own)
                .containsExactly(tuple("Village radio", false), tuple("Shared pads", true));
    }

    @Test
    void carriersInnerRecordsAreNoServicesForPeople() {
        directory.all().add(heard("serf", "SERF instance running", Trust.UNSIGNED));
        directory.all().add(heard("cloudy-node", "beta", Trust.UNSIGNED));

        assertThat(list.now().services()).isEmpty();
    }

    @Test
    void aPageIsBounded() {
        for (int i = 0; i < 2_000; i++) {
            directory.all().add(heard("http", "service " + i, Trust.UNSIGNED));
        }

        assertThat(list.now().services()).hasSize(500);
    }

    private static Announcement heard(String type, String description, Trust trust) {
        return Announcement.heardBy("mdns", Audience.LAN, description, InetAddress.getLoopbackAddress(), Instant.EPOCH)
                .type(type)
                .description(description)
                .trust(trust)
                .build();
    }
}
