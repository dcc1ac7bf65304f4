// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node on a disk that is full, that cannot be written, or of which files cannot be read: it runs, it starts, it says so
 * in plain words, and what was acknowledged before is there afterwards.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DiskTroubleIT {

    private static final String API = "/api/v1/";
    private static final Path DISK = Path.of("/mnt");
    /** In memory, and gone with the host. */
    private static final String IMAGE = "/run/disk.img";

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Api nobody;
    private static Api admin;
    private static int changes;

    @BeforeAll
    static void boot() throws IOException {
        Host host = rig.lonely("alpha");
        host.run("truncate", "-s", "200M", IMAGE).succeeded();
        host.run("mkfs.ext4", "-q", "-F", "-m", "0", IMAGE).succeeded();
        host.run("mount", "-o", "loop", IMAGE, DISK.toString()).succeeded();
        node = rig.nodeOnDisk(host, DISK.resolve("alpha"));
        node.start().awaitBoot();
        Path authority = rig.folder().resolve("ca.crt");
        host.run("curl", "-sSf", "--max-time", "20", "-o", authority.toString(), "http://127.0.0.1:7000/ca.crt")
                .succeeded();
        nobody = rig.closing(Api.on(host, "127.0.0.1", authority));
        admin = People.browser(nobody, People.setUp(node, nobody));
        change().forEach((what, reply) -> assertThat(reply.status()).as(what).isIn(200, 201, 202));
    }

    /** Something of each kind, each new. */
    private static Map<String, Api.Reply> change() throws IOException {
        changes++;
        Map<String, Api.Reply> replies = new TreeMap<>();
        replies.put(
                "settings",
                admin.put(
                        API + "settings/cloudy.external~kept" + changes,
                        Map.of("type", "radio", "description", "Waves", "port", 8000, "check", "none")));
        replies.put(
                "user",
                admin.post(
                        API + "users",
                        Map.of("name", "user" + changes, "role", "viewer", "password", People.PASSWORD)));
        replies.put("token", admin.post(API + "tokens", Map.of("name", "token" + changes)));
        replies.put("job", admin.post(API + "doctor/run", null));
        return replies;
    }

    /** What is there, as a client sees it. */
    private static List<String> kept() throws IOException {
        var all = new ArrayList<String>();
        for (String list : List.of("settings", "users", "tokens")) {
            for (JsonNode item :
                    admin.get(API + list + "?limit=200").must(200).json().path("items")) {
                all.add(list
                        + ' '
                        + item.path(list.equals("settings") ? "pid" : "name").asText());
            }
        }
        for (JsonNode job : admin.get(API + "jobs?limit=200").must(200).json().path("items")) {
            all.add("job " + job.path("id").asText());
        }
        all.sort(null);
        return all;
    }

    private static void assertRefused(String words) throws IOException {
        List<String> before = kept();
        change().forEach((what, reply) -> {
            assertThat(reply.status()).as(what + ": " + reply).isEqualTo(507);
            assertThat(reply.json().path("detail").asText()).as(what).contains(words);
        });
        assertThat(kept()).isEqualTo(before);
    }

    private static void assertWell() throws IOException {
        change().forEach((what, reply) ->
                assertThat(reply.status()).as(what + ": " + reply).isIn(200, 201, 202));
        JsonNode audit = admin.post(API + "audit/verify", null).must(200).json();
        assertThat(audit.path("intact").asBoolean()).as(audit.toString()).isTrue();
    }

    private static void fill() {
        node.asOwner("dd", "if=/dev/zero", "of=" + DISK.resolve("alpha/fill"), "bs=64k");
        node.asOwner("dd", "if=/dev/zero", "of=" + DISK.resolve("alpha/filled"), "bs=512");
        assertThat(node.asOwner(
                                "cp",
                                "/etc/passwd",
                                DISK.resolve("alpha/fill-more").toString())
                        .exit())
                .isNotZero();
    }

    private static void makeRoom() {
        node.host()
                .run("find", DISK.resolve("alpha").toString(), "-maxdepth", "1", "-name", "fill*", "-delete")
                .succeeded();
    }

    @Test
    @Order(1)
    void aFullDiskRefusesEachChangeAndLosesNothing() throws IOException {
        fill();
        assertRefused("disk is full");
        assertThat(nobody.get("/readyz").status()).isEqualTo(200);
        makeRoom();
        assertWell();
    }

    @Test
    @Order(2)
    void aNodeStopsAndStartsOnAFullDisk() throws IOException {
        List<String> before = kept();
        fill();
        long asked = System.nanoTime();
        node.terminate();
        System.out.printf("measured: full disk: SIGTERM -> process gone %.2f s%n", (System.nanoTime() - asked) / 1e9);
        node.start().awaitBoot();
        assertThat(kept()).isEqualTo(before);
        makeRoom();
        assertWell();
    }

    @Test
    @Order(3)
    void aNodeThatWasKilledStartsOnAFullDisk() throws IOException {
        List<String> before = kept();
        fill();
        node.kill();
        node.start().awaitBoot();
        assertThat(kept()).isEqualTo(before);
        makeRoom();
        assertWell();
    }

    /** As after somebody has edited and copied as root, and with an {@code etc/} that is for reading alone. */
    @Test
    @Order(4)
    void filesThatCannotBeReadOrWrittenAreNamedAndNothingIsLost() throws IOException {
        List<String> before = kept();
        node.terminate();
        List<String> files =
                List.of("etc/cloudy.external-kept1.cfg", "data/access/users.json", "data/access/tokens-copy.json");
        for (String file : files) {
            node.host()
                    .run("chown", "root:", DISK.resolve("alpha").resolve(file).toString())
                    .succeeded();
            node.host()
                    .run("chmod", "0", DISK.resolve("alpha").resolve(file).toString())
                    .succeeded();
        }
        String etc = DISK.resolve("alpha/etc").toString();
        node.host().run("mount", "--bind", etc, etc).succeeded();
        node.host().run("mount", "-o", "remount,ro,bind", etc).succeeded();
        int logged = node.logged().length();
        node.start().awaitBoot();

        assertThat(node.logged().substring(logged)).contains(files);
        assertThat(kept()).isEqualTo(before);
        Api.Reply refused = change().get("settings");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(507);
        assertThat(refused.json().path("detail").asText()).contains("disk cannot be written");
        node.host().run("umount", "-l", etc).succeeded();
        assertWell();
    }

    @Test
    @Order(5)
    void aDiskThatTurnsReadOnlyIsSaidToBeOne() throws IOException {
        Host host = node.host();
        // What the kernel does with a disk that does not take what it is given.
        host.run("mount", "-o", "remount,abort", DISK.toString());
        assertRefused("disk cannot be written");
        List<String> before = kept();
        node.terminate();
        assertThat(node.launch("run").exit()).isNotZero();
        assertThat(node.launch("run").text()).contains("read-only");
        host.run("umount", DISK.toString()).succeeded();
        host.run("mount", "-o", "loop", IMAGE, DISK.toString()).succeeded();
        node.start().awaitBoot();
        assertThat(kept()).isEqualTo(before);
        assertWell();
    }
}
