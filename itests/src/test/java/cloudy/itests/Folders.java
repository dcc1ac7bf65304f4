// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/**
 * A node's Syncthing, by the node's API.
 *
 * @param device what neighbours connect to
 */
record Folders(CloudyNode node, Web web, String device) {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String API = "/api/v1/x/cloudy.syncthing";
    private static final String SERVICE = "/api/v1/services/cloudy.syncthing";

    /** Installs the feature, and switches it on: nothing listens before. */
    static Folders switchOn(CloudyNode node) throws IOException {
        Web web = Web.setUp(node);
        node.shell("feature:install cloudy-syncthing");
        until("installed", () -> web.tried("GET", SERVICE, "").contains("\"run\":\"off\""));
        assertThat(node.host().run("ss", "-tlnH").text()).doesNotContain(":22000");
        web.post(SERVICE + "/start", "");
        until("up", () -> web.get(SERVICE).contains("\"run\":\"up\""));
        return new Folders(node, web, Web.find(web.get(API + "/state"), "deviceId"));
    }

    /** Boots the node that was killed. */
    Folders again() throws IOException {
        node.start().awaitBoot();
        var anew = new Folders(node, Web.signIn(node), device);
        until("up", () -> anew.web.get(SERVICE).contains("\"run\":\"up\""));
        return anew;
    }

    String state() {
        return web.get(API + "/state");
    }

    /** Those that it knows; not those that only ask. */
    String devices() {
        return web.get(API + "/devices");
    }

    String requests() {
        return web.get(API + "/requests");
    }

    /** The one program that runs. */
    ProcessHandle program() {
        List<ProcessHandle> all = node.host().running("syncthing");
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    void add(String id, String label) {
        web.post(API + "/folders", "{\"id\":\"%s\",\"label\":\"%s\"}".formatted(id, label));
    }

    void offer(String folder, Folders other) {
        web.patch(API + "/folders/" + folder, "{\"devices\":[\"" + other.device + "\"]}");
    }

    /** Asks another's Syncthing, which is found already. */
    void connect(Folders other, String folder) {
        String body = "{\"folders\":[\"" + folder + "\"]}";
        web.post("/api/v1/directory/" + found(other) + "/actions/connect", body);
    }

    /** Lets who asks in. */
    void let(Folders other) {
        web.post(API + "/requests/" + other.device + "/accept", "{}");
    }

    void accept(String folder, Folders from) {
        web.post(API + "/requests/" + from.device + "/folders/accept", "{\"folder\":\"" + folder + "\"}");
    }

    void forget(Folders other) {
        web.delete(API + "/devices/" + other.device);
    }

    void pauseDevice(Folders other, boolean paused) {
        web.patch(API + "/devices/" + other.device, "{\"paused\":" + paused + "}");
    }

    void pauseFolder(String folder, boolean paused) {
        web.patch(API + "/folders/" + folder, "{\"paused\":" + paused + "}");
    }

    /** Where the files of a folder are. */
    Path files(String folder) {
        return node.home().resolve("data/syncthing/folders").resolve(folder);
    }

    Path write(String folder, String name) throws IOException {
        return Files.writeString(files(folder).resolve(name), name);
    }

    /** Whether Syncthing knows of so many files. */
    boolean files(String folder, long count) {
        return folder(folder).path("files").asLong() == count;
    }

    /** Whether it has all of so many bytes. */
    boolean bytes(String folder, long bytes) {
        JsonNode now = folder(folder);
        return now.path("bytes").asLong() == bytes && now.path("needBytes").asLong() == 0;
    }

    private JsonNode folder(String id) {
        return StreamSupport.stream(
                        Api.parse(web.get(API + "/folders")).path("items").spliterator(), false)
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** How many files of a folder are called like this. */
    long count(String folder, String beginning) throws IOException {
        if (!Files.isDirectory(files(folder))) {
            return 0;
        }
        try (Stream<Path> all = Files.list(files(folder))) {
            return all.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .count();
        }
    }

    /** The directory's id of another's announcement; empty until it is heard. */
    String found(Folders other) {
        return heard(one -> one.path("txt").path("node_id").asText().equals(other.device));
    }

    /** The directory's id of what is announced in these words. */
    String described(String description) {
        return heard(one -> one.path("description").asText().equals(description));
    }

    private String heard(Predicate<JsonNode> wanted) {
        return StreamSupport.stream(
                        Api.parse(web.get("/api/v1/directory?type=syncthing"))
                                .path("items")
                                .spliterator(),
                        false)
                .filter(one -> !one.path("own").asBoolean())
                .filter(wanted)
                .map(one -> one.path("id").asText())
                .findFirst()
                .orElse("");
    }

    static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(condition);
    }

    static void say(String what, long since) {
        System.out.printf("measured: %s: %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
