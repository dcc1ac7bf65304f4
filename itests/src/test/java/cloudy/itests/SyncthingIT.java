// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A neighbour's Syncthing is found, connected with, given a folder, and let go again. */
class SyncthingIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String API = "/api/v1/x/cloudy.syncthing";
    private static final int FILES = 2_000;

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode anna;
    private static CloudyNode bert;
    private static Web annas;
    private static Web berts;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        anna = rig.node(lan.join("anna")).start();
        bert = rig.node(lan.join("bert")).start();
        anna.awaitBoot();
        bert.awaitBoot();
        annas = switchOn(anna);
        berts = switchOn(bert);
    }

    private static Web switchOn(CloudyNode node) throws IOException {
        Web web = Web.setUp(node);
        node.shell("feature:install cloudy-syncthing");
        until("installed", () -> web.get("/api/v1/services/cloudy.syncthing").contains("\"run\":\"off\""));
        assertThat(node.host().run("ss", "-tlnH").text()).doesNotContain(":22000");
        web.post("/api/v1/services/cloudy.syncthing/start", "");
        return web;
    }

    @Test
    void aFolderIsSharedWithAFoundNeighbourAndItIsUndoneAgain() throws IOException {
        until("found", () -> !found().isEmpty());
        until("up", () -> berts.get("/api/v1/services/cloudy.syncthing").contains("\"run\":\"up\""));
        String bertsDevice = Web.find(berts.get(API + "/state"), "deviceId");
        String annasDevice = Web.find(annas.get(API + "/state"), "deviceId");
        berts.post(API + "/folders", "{\"id\":\"photos\",\"label\":\"Photos\"}");
        Path photos = bert.home().resolve("data/syncthing/folders/photos");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(photos.resolve("photo-" + i), "content " + i);
        }

        long clicked = System.nanoTime();
        berts.post("/api/v1/directory/" + found() + "/actions/connect", "{\"name\":\"Anna\",\"folders\":[\"photos\"]}");
        until("asked", () -> annas.get(API + "/requests").contains(bertsDevice));
        annas.post(API + "/requests/" + bertsDevice + "/accept", "{}");
        until("connected", () -> berts.get("/api/v1/joined").contains("\"state\":\"up\""));
        say("Connect -> connected", clicked);

        until("offered", () -> annas.get(API + "/requests").contains("Photos"));
        annas.post(API + "/requests/" + bertsDevice + "/folders/accept", "{\"folder\":\"photos\"}");
        Path copies = anna.home().resolve("data/syncthing/folders/photos");
        until("synchronised", () -> count(copies) == FILES);
        say("Connect -> " + FILES + " files there", clicked);

        assertThat(berts.get("/ui/x/cloudy.syncthing/syncthing.js")).contains("customElements.define");
        berts.delete("/api/v1/joined/connect/" + annasDevice);
        until("undone", () -> !berts.get(API + "/devices").contains(annasDevice));
        assertThat(berts.get("/api/v1/joined")).doesNotContain(annasDevice);
        assertThat(count(photos)).isEqualTo(FILES);
    }

    /** The directory's id of what Anna announces; empty until it is heard. */
    private static String found() {
        String list = berts.get("/api/v1/directory?type=syncthing&source=mdns");
        return list.contains("node_id") ? Web.find(list, "id") : "";
    }

    private static long count(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("photo-"))
                    .count();
        }
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(condition);
    }

    private static void say(String what, long since) {
        System.out.printf("measured: %s: %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
