// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Syncthing under a user of its own, on a Debian with a node and root's helper: what it keeps for itself is saved while it
 * runs, and is the node's again where there is no helper any more.
 */
record SyncthingApart(Host host, Debian debian, Path folder) {

    private static final String DATA = "/var/lib/cloudy/data/";
    private static final String HOME = DATA + "syncthing/home/";
    private static final String LETTER = DATA + "syncthing/folders/letters/private/letter";
    private static final String USER = "_cloudy-syncthing";
    private static final String SYNCTHING = "cloudy.syncthing";
    private static final String PROXY = "cloudy.proxy3";
    private static final String SOCKET = "cloudy-helper.socket";

    /** Installed by somebody at the page. */
    void livesApart() throws Exception {
        cloudy("catalogue", "install", "cloudy-syncthing");
        await(
                "Syncthing is there",
                () -> debian.run("cloudy", "service", "start", SYNCTHING).exit() == 0);
        typed(People.PASSWORD, "cloudy", "user", "add", "berta", "admin").succeeded();
        try (Browser browser = Browser.on(host, debian, folder.resolve("browser"))) {
            install(browser);
        }
        awaitUp(SYNCTHING);
        assertThat(users("syncthing")).isEqualTo(USER + "\n");
        share();
        backup(recoveryKey());
    }

    /** An upgrade of a node without a helper is that it comes, and the way back that it goes. */
    void changesHands() throws Exception {
        for (String word : List.of("syncthing", "proxy3")) {
            cloudy("catalogue", "install", "cloudy-" + word);
            await(
                    word + " is there",
                    () -> debian.run("cloudy", "service", "start", "cloudy." + word)
                                    .exit()
                            == 0);
        }
        cloudy("program", "install", "syncthing", "--wait");
        cloudy("program", "install", "squid", "--wait");
        awaitUp(SYNCTHING, PROXY);
        String identity = identity();
        share();
        String key = recoveryKey();
        String backup = backup(key);

        withoutHelper();
        assertThat(identity()).isEqualTo(identity);
        assertThat(owner(HOME + "key.pem")).isEqualTo("cloudy 600");
        assertThat(owner(LETTER)).isEqualTo("cloudy 600");
        assertThat(users("squid")).isEqualTo("cloudy\n");

        withHelper();
        assertThat(identity()).isEqualTo(identity);
        assertThat(owner(LETTER)).isEqualTo(USER + " 600");
        assertThat(users("squid")).isEqualTo("_cloudy-proxy3\n");

        restore(backup, key);
        assertThat(identity()).isEqualTo(identity);
        assertThat(owner(LETTER)).isEqualTo(USER + " 600");
        assertThat(debian.run("cat", LETTER).text()).isEqualTo("dear\n");
    }

    /** The page says what is missing, and has a button for that; nobody has to know what a package is. */
    private void install(Browser browser) throws IOException {
        browser.open("/ui/services/cloudy.syncthing");
        browser.until("the door", "document.querySelector('cloudy-sign-in')");
        browser.type("name", "berta");
        browser.type("password", People.PASSWORD);
        browser.press("Sign in");
        browser.sees("syncthing is not installed");
        browser.until("the button", "document.querySelector('cloudy-program button')");
        browser.keepScreen("install-missing");
        browser.press("Install syncthing");
        browser.until(
                "the job, or its end",
                "document.querySelector('cloudy-job') || !document.body.innerText.includes('is not installed')");
        browser.keepScreen("install-job");
        await(
                "the page says that it is up",
                () -> Boolean.TRUE.equals(browser.script("return !!document.querySelector('main .run.up')")));
        browser.keepScreen("install-done");

        browser.open("/ui/system/jobs");
        browser.press("Install syncthing");
        browser.until("its log", "document.querySelector('cloudy-job details summary')");
        browser.script("document.querySelector('cloudy-job details').open = true");
        browser.until(
                "what apt said",
                "document.querySelector('cloudy-job pre').textContent.includes('Unpacking syncthing')");
        browser.keepScreen("install-log");
        assertThat(browser.complaints()).isEmpty();
    }

    /** What people share, with rights for nobody but who has it. */
    private void share() throws IOException {
        cloudy("syncthing", "folder", "add", "id=letters");
        await(
                "the folder is there",
                () -> debian.run("test", "-d", DATA + "syncthing/folders/letters/.stfolder")
                                .exit()
                        == 0);
        Path folder = Path.of(LETTER).getParent();
        debian.run("install", "-d", "-m", "700", "-o", USER, "-g", USER, folder.toString())
                .succeeded();
        Files.writeString(debian.file(LETTER), "dear\n");
        debian.run("chmod", "600", LETTER).succeeded();
        debian.run("chown", USER + ":" + USER, LETTER).succeeded();
    }

    private String recoveryKey() {
        return field(cloudy("backup", "key", "-o", "json"), "recoveryKey");
    }

    private String backup(String key) throws Exception {
        assertThat(asNode("cat", LETTER).exit()).isNotZero();
        assertThat(asNode("cat", HOME + "key.pem").exit()).isNotZero();
        await(
                "the key is taken",
                () -> debian.run("cloudy", "backup", "create", "--wait").exit() == 0);
        String name = field(cloudy("backup", "list", "-o", "json"), "name");
        assertThat(typed(key, "cloudy", "backup", "verify", name, "--wait")
                        .succeeded()
                        .text())
                .contains("Done.");
        return name;
    }

    private void withoutHelper() {
        debian.run("systemctl", "mask", "--now", SOCKET).succeeded();
        debian.run("systemctl", "restart", "cloudy").succeeded();
        awaitUp(SYNCTHING, PROXY);
        assertThat(users("syncthing")).isEqualTo("cloudy\n");
    }

    private void withHelper() {
        debian.run("systemctl", "unmask", SOCKET).succeeded();
        debian.run("systemctl", "start", SOCKET).succeeded();
        debian.run("systemctl", "restart", "cloudy").succeeded();
        awaitUp(SYNCTHING, PROXY);
        assertThat(users("syncthing")).isEqualTo(USER + "\n");
    }

    private void restore(String backup, String key) throws Exception {
        debian.run("rm", "-r", DATA + "syncthing/folders/letters").succeeded();
        String before = process();
        typed(key, "cloudy", "backup", "restore", backup, "--wait").succeeded();
        await("the node starts again", () -> !process().equals(before));
        awaitUp(SYNCTHING, PROXY);
        assertThat(users("syncthing")).isEqualTo(USER + "\n");
    }

    private String process() {
        return debian.run("systemctl", "show", "--property=MainPID", "--value", "cloudy")
                .text();
    }

    private void awaitUp(String... services) {
        for (String service : services) {
            await(service + " is up", () -> debian.run("cloudy", "service", "show", service)
                    .text()
                    .contains("run: up\n"));
        }
    }

    /** Who a program runs as. */
    private String users(String program) {
        return debian.run(
                        "find", "/proc", "-maxdepth", "2", "-name", "comm", "-exec", "grep", "-lx", program, "{}", "+")
                .text()
                .lines()
                .map(comm -> debian.run("stat", "-c", "%U", comm).text())
                .distinct()
                .collect(Collectors.joining());
    }

    private String owner(String path) {
        return debian.run("stat", "-c", "%U %a", path).succeeded().text().strip();
    }

    private String identity() {
        return debian.run("sha256sum", HOME + "cert.pem", HOME + "key.pem")
                .succeeded()
                .text();
    }

    private Command asNode(String... line) {
        return debian.run(Stream.concat(
                        Stream.of("setpriv", "--reuid=cloudy", "--regid=cloudy", "--init-groups"), Stream.of(line))
                .toArray(String[]::new));
    }

    private String cloudy(String... words) {
        return debian.run(Stream.concat(Stream.of("cloudy"), Stream.of(words)).toArray(String[]::new))
                .succeeded()
                .text();
    }

    private Command typed(String input, String... line) throws Exception {
        Path file = Files.writeString(debian.file("/opt/typed"), input + "\n");
        try {
            return debian.runWith(file, line);
        } finally {
            Files.delete(file);
        }
    }

    private static String field(String json, String name) {
        int from = json.indexOf('"' + name + '"');
        assertThat(from).as(json).isNotNegative();
        return json.substring(json.indexOf('"', json.indexOf(':', from)) + 1).split("\"", 2)[0];
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(condition);
    }
}
