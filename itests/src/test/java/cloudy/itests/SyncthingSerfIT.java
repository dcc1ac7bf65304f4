// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two Syncthings on different links find each other through Serf, where no multicast goes, and are joined. */
class SyncthingSerfIT {

    private static final String SETTINGS = "etc/cloudy.serf.cfg";

    @RegisterExtension
    static final Rig rig = new Rig();

    private static Folders anna;
    private static Folders bert;

    @BeforeAll
    static void boot() throws IOException {
        Subnets net = rig.subnets();
        CloudyNode first = rig.node(net.join("anna"));
        CloudyNode second = rig.node(net.join("bert"));
        first.write(SETTINGS, "profile = lan\ncloudy.enabled = true\n");
        second.write(SETTINGS, "profile = lan\njoin = " + first.host().address() + ":5000\n");
        first.start();
        second.start().awaitBoot();
        first.awaitBoot();
        anna = Folders.switchOn(first);
        bert = Folders.switchOn(second);
    }

    @Test
    void areConnectedThroughTheAnnouncementOfTheGossip() throws IOException {
        Folders.until("found", () -> !bert.found(anna).isEmpty());
        assertThat(bert.web().get("/api/v1/directory?type=syncthing&source=mdns"))
                .doesNotContain(anna.device());
        assertThat(bert.web().get("/api/v1/directory?type=syncthing&source=serf"))
                .contains(anna.device());
        bert.add("notes", "Notes");
        bert.write("notes", "from-afar");

        long clicked = System.nanoTime();
        bert.connect(anna, "notes");
        Folders.until("asked", () -> anna.requests().contains(bert.device()));
        anna.let(bert);
        Folders.until("connected", () -> bert.web().get("/api/v1/joined").contains("\"state\":\"up\""));
        Folders.say("Connect -> connected through Serf", clicked);
        Folders.until("offered", () -> anna.requests().contains("Notes"));
        anna.accept("notes", bert);
        Folders.until("synchronised", () -> Files.exists(anna.files("notes").resolve("from-afar")));

        bert.web().delete("/api/v1/joined/connect/" + anna.device());
        // She may ask for him again at once.
        Folders.until("undone", () -> !bert.devices().contains(anna.device()));
        assertThat(bert.web().get("/api/v1/joined")).contains("\"items\":[]");
    }
}
