// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
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

    private static final int INODES = 8_192;
    private static final int BLOCK = 4_096;

    /** Blocks that become free one step after the other, for each to be the one that something lacks. */
    private static final List<Integer> STEPS = List.of(1, 1, 1, 2, 1, 1, 3, 1, 16, 1, 1, 2);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Api nobody;
    private static Api admin;
    private static int changes;

    /** What was acknowledged in all tests, as {@link #kept} says it. */
    private static final List<String> acknowledged = new ArrayList<>();

    /** How often what was asked for was acknowledged, by the address it was sent to. */
    private static final Map<String, Integer> asked = new TreeMap<>();

    private static int refused;

    @BeforeAll
    static void boot() throws IOException {
        Host host = rig.lonely("alpha");
        host.run("truncate", "-s", "200M", IMAGE).succeeded();
        host.run("mkfs.ext4", "-q", "-F", "-m", "0", "-N", Integer.toString(INODES), IMAGE)
                .succeeded();
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
        String pid = "cloudy.external~kept" + changes;
        replies.put(
                "settings",
                admin.put(
                        API + "settings/" + pid,
                        Map.of("type", "radio", "description", "Waves", "port", 8000, "check", "none")));
        note(replies.get("settings"), "settings/" + pid, "settings " + pid);
        String user = "user" + changes;
        replies.put(
                "user", admin.post(API + "users", Map.of("name", user, "role", "viewer", "password", People.PASSWORD)));
        note(replies.get("user"), "users", "users " + user);
        String token = "token" + changes;
        replies.put("token", admin.post(API + "tokens", Map.of("name", token)));
        note(replies.get("token"), "tokens", "tokens " + token);
        replies.put("job", job());
        return replies;
    }

    private static Api.Reply job() throws IOException {
        Api.Reply job = admin.post(API + "doctor/run", null);
        note(job, "doctor/run", "job " + job.header("Location").replaceFirst(".*/", ""));
        return job;
    }

    private static void note(Api.Reply reply, String path, String what) {
        if (reply.status() < 300) {
            acknowledged.add(what);
            asked.merge(API + path, 1, Integer::sum);
        } else {
            assertThat(reply.status()).as(what + ": " + reply).isEqualTo(507);
            assertThat(reply.json().path("detail").asText()).as(what).contains("disk");
            refused++;
        }
    }

    /** Everything that was acknowledged is there, and each has its entry in the audit log. */
    private static void assertNothingIsLost() throws IOException {
        List<String> kept = kept();
        Map<String, Integer> audited = audited();
        int entries = asked.keySet().stream()
                .mapToInt(path -> audited.getOrDefault(path, 0))
                .sum();
        System.out.printf(
                "measured: full disk: %d acknowledged, %d there, %d entries, %d refused%n",
                acknowledged.size(),
                acknowledged.stream().filter(kept::contains).count(),
                entries,
                refused);
        assertThat(kept).containsAll(acknowledged);
        assertThat(audited).containsAllEntriesOf(asked);
    }

    /** How often the audit log says that it was done, by address. */
    private static Map<String, Integer> audited() throws IOException {
        Map<String, Integer> audited = new TreeMap<>();
        String cursor = "";
        do {
            JsonNode page =
                    admin.get(API + "audit?limit=200" + cursor).must(200).json();
            for (JsonNode entry : page.path("items")) {
                if (entry.path("outcome").asText().equals("done")) {
                    audited.merge(entry.path("target").asText(), 1, Integer::sum);
                }
            }
            cursor = page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        return audited;
    }

    /** Changes as much as goes in, while a little room comes back again and again. */
    private static void changeWhileRoomIsScarce() throws IOException {
        List<String> rooms = new ArrayList<>();
        for (int step = 0; step < STEPS.size(); step++) {
            String room = DISK.resolve("alpha/fill-room-" + step).toString();
            node.asOwner("dd", "if=/dev/zero", "of=" + room, "bs=" + BLOCK, "count=" + STEPS.get(step));
            rooms.add(room);
        }
        fill();
        for (String room : rooms) {
            node.asOwner("rm", room);
            change();
            for (int more = 0; more < 4; more++) {
                job();
            }
        }
    }

    private static void fillInodes() {
        List<String> line = new ArrayList<>(List.of("touch"));
        for (int file = 0; file < INODES; file++) {
            line.add(DISK.resolve("alpha/fill-inode-" + file).toString());
        }
        assertThat(node.asOwner(line.toArray(String[]::new)).exit()).isNotZero();
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
        fillInodes();
        assertRefused("disk is full");
        makeRoom();
        assertWell();
    }

    @Test
    @Order(2)
    void aNodeStopsAndStartsOnAFullDisk() throws IOException {
        changeWhileRoomIsScarce();
        List<String> before = kept();
        long asked = System.nanoTime();
        node.terminate();
        System.out.printf("measured: full disk: SIGTERM -> process gone %.2f s%n", (System.nanoTime() - asked) / 1e9);
        node.start().awaitBoot();
        assertThat(kept()).isEqualTo(before);
        assertNothingIsLost();
        makeRoom();
        assertWell();
    }

    @Test
    @Order(3)
    void aNodeThatWasKilledStartsOnAFullDisk() throws IOException {
        // The start before has used it up.
        String reserve = DISK.resolve("alpha/data/reserve").toString();
        Awaitility.await("room for another start")
                .atMost(Duration.ofMinutes(1))
                .until(() -> node.asOwner("test", "-e", reserve).exit() == 0);
        changeWhileRoomIsScarce();
        List<String> before = kept();
        node.kill();
        node.start().awaitBoot();
        assertThat(kept()).isEqualTo(before);
        assertNothingIsLost();
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
        assertNothingIsLost();
        assertWell();
    }
}
