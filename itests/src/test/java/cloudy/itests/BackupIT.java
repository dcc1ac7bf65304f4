// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that is lost comes back from its backup: the same to neighbours, to browsers and to its people. */
class BackupIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode lost;
    private static CloudyNode fresh;

    @AfterAll
    static void stop() {
        for (CloudyNode node :
                Stream.of(lost, fresh).filter(each -> each != null).toList()) {
            node.launch("stop");
        }
    }

    @Test
    void aFreshNodeBecomesTheOneThatWasLost() throws Exception {
        Host host = rig.lonely("alpha");
        lost = rig.node(host, "lost");
        lost.drop(DropIn.of("etherpad", "Shared pads", 9001));
        lost.launch("start").succeeded();
        lost.launchWith(People.PASSWORD, "user", "add", "berta", "admin").succeeded();
        lost.launch("service", "share", "gopher", "Burrows", "7070", "--check", "none")
                .succeeded();
        assertThat(lost.launch("backup", "create").text()).contains("There is no recovery key yet");
        String key =
                value(lost.launch("backup", "key", "-o", "json").succeeded().text(), "recoveryKey");
        Awaitility.await("the key is taken")
                .atMost(LIMIT)
                .until(() -> lost.launch("backup", "create", "--wait").exit() == 0);
        String name = value(lost.launch("backup", "list", "-o", "json").text(), "name");
        assertThat(lost.launchWith(key, "backup", "verify", name, "--wait")
                        .succeeded()
                        .text())
                .contains("Done.");
        String identity = value(lost.launch("node", "show", "-o", "json").text(), "id");
        String pin = pin(lost);
        lost.launch("stop").succeeded();

        fresh = rig.node(host, "fresh");
        fresh.launch("start").succeeded();
        assertThat(pin(fresh)).isNotEqualTo(pin);
        fresh.asOwner("mkdir", "-p", fresh.home().resolve("data/backups").toString())
                .succeeded();
        fresh.place(lost.home().resolve("data/backups").resolve(name), "data/backups/" + name);
        ProcessHandle before = fresh.inBackground();
        Command restored = fresh.launchWith(key, "backup", "restore", name, "--wait");
        assertThat(restored.succeeded().text()).contains("Done.").doesNotContain(key);
        before.onExit().get(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        Path ready = fresh.home().resolve("data/run/ready");
        Awaitility.await("the node is up again")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Files.exists(ready) && Files.size(ready) > 0);

        assertThat(pin(fresh)).as("what browsers have seen").isEqualTo(pin);
        assertThat(value(fresh.launch("node", "show", "-o", "json").text(), "id"))
                .isEqualTo(identity);
        assertThat(fresh.launch("user", "list").succeeded().text()).contains("berta");
        Awaitility.await("the services are there")
                .atMost(LIMIT)
                .until(
                        () -> fresh.launch("service", "list", "-o", "json").text(),
                        text -> Stream.of("Burrows", "Shared pads").allMatch(text::contains));
        assertThat(fresh.launch("audit", "verify").succeeded().text()).contains("intact: yes");
        assertThat(fresh.launch("setup-code").exit()).as("it is set up").isNotZero();
        assertThat(secretsIn(fresh.home(), key))
                .as("where the recovery key is kept")
                .isEmpty();
    }

    private static String pin(CloudyNode node) throws IOException {
        return Files.readString(node.home().resolve("data/run/https-pin"));
    }

    /** The files of a node that have a text in them. */
    private static List<String> secretsIn(Path home, String text) {
        return Command.run(List.of(
                        "grep",
                        "-rlF",
                        "--",
                        text,
                        home.resolve("data").toString(),
                        home.resolve("etc").toString()))
                .text()
                .lines()
                .toList();
    }

    private static String value(String json, String name) {
        Matcher found = Pattern.compile('"' + name + "\" ?: ?\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as("%s in %s", name, json).isTrue();
        return found.group(1);
    }
}
