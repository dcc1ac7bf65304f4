// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command line and a node that runs: its owner needs no password, and the scripts of the first Cloudy go on working. */
class CommandLineIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;

    @BeforeAll
    static void boot() throws IOException {
        node = rig.node(rig.lonely("alpha"), "a node's \"own\" $HOME");
        node.start();
        Awaitility.await("the node is up")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Files.exists(node.home().resolve("data/run/ready")));
    }

    @Test
    void theOwnerNeedsNoPassword() {
        assertThat(node.launch("service", "list").succeeded().text())
                .startsWith("ID")
                .contains("RUN");
        assertThat(node.launch("node", "show", "-o", "json").succeeded().text()).contains("\"name\": \"alpha\"");
        assertThat(node.launch("setup-code").succeeded().text())
                .containsPattern("(?m)^First page: +https://\\S+:7443/$")
                .containsPattern("(?m)^Fingerprint: +([0-9A-F]{2}:){31}[0-9A-F]{2}$")
                .containsPattern("(?m)^Set-up code: +\\S{8,40}$");
        assertThat(node.launch("service", "show", "nothing").exit()).isEqualTo(3);
        assertThat(node.launch("session", "show").succeeded().text()).contains("local", "admin");
    }

    @Test
    void othersOfThisMachineAreRefused() {
        Command other = node.host()
                .run(
                        "setpriv",
                        "--reuid=4711",
                        "--regid=4711",
                        "--clear-groups",
                        "--",
                        node.launcher().toString(),
                        "service",
                        "list");
        assertThat(other.exit()).isNotZero();
        assertThat(other.text()).startsWith("cloudy: ").doesNotContain("ID");
    }

    /** Commands come from the node: every one is found, explained, and has a line in its noun's list. */
    @Test
    void everyCommandOfTheContractIsExplained() throws IOException {
        List<String> commands = Files.readAllLines(node.home().resolve("data/run/commands"));
        assertThat(commands).hasSizeGreaterThan(50);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(node.home().resolve("data/run/commands"))))
                .isEqualTo("rw-------");
        for (String line : commands) {
            String words = line.split("\t", -1)[0];
            var help = IntStream.rangeClosed(0, words.split(" ", -1).length)
                    .mapToObj(i -> i == 0 ? "help" : words.split(" ", -1)[i - 1])
                    .toArray(String[]::new);
            assertThat(node.launch(help).succeeded().text()).startsWith("cloudy " + words);
        }
    }

    @Test
    void whoAnswersMustHaveTheKeyOfTheNode() throws IOException {
        Path pin = node.home().resolve("data/run/https-pin");
        String right = Files.readString(pin);
        try {
            node.write("data/run/https-pin", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
            Command refused = node.launch("service", "list");
            assertThat(refused.text()).contains("is not this node");
            assertThat(refused.exit()).isEqualTo(1);
        } finally {
            node.write("data/run/https-pin", right);
        }
        node.launch("service", "list").succeeded();
    }

    /** An operator's certificate is for a name that is not 127.0.0.1, by nobody whom curl knows, and may have ended. */
    @Test
    void anOperatorsCertificateIsNoHindrance() throws IOException {
        node.host()
                .run("mkdir", "-p", node.home().resolve("etc/tls").toString())
                .succeeded();
        node.host()
                .run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "30",
                        "-subj",
                        "/CN=cloud.example.org",
                        "-addext",
                        "subjectAltName=DNS:cloud.example.org",
                        "-keyout",
                        node.home().resolve("etc/tls/own.key").toString(),
                        "-out",
                        node.home().resolve("etc/tls/own.crt").toString())
                .succeeded();
        node.host()
                .run(
                        "chown",
                        "-R",
                        CloudyNode.USER + ":",
                        node.home().resolve("etc/tls").toString())
                .succeeded();
        Awaitility.await("the operator's certificate is in use")
                .atMost(SOON)
                .until(() ->
                        node.launch("certificate", "show").succeeded().text().contains("cloud.example.org"));
    }

    @Test
    void settingsOfAServiceAreSet() {
        node.launch(
                        "service",
                        "share",
                        "etherpad",
                        "Pads",
                        "9001",
                        "--check",
                        "none",
                        "--txt",
                        "path=/p",
                        "--name",
                        "pads")
                .succeeded();
        awaitListed("cloudy.external~pads");
        assertThat(node.launch("service", "set", "cloudy.external~pads", "description=Shared pads", "port=9002")
                        .succeeded()
                        .text())
                .contains("Shared pads");
        Command refused = node.launch("service", "set", "cloudy.external~pads", "port=70000");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).contains("port");
        node.launch("service", "unshare", "cloudy.external~pads").succeeded();
    }

    /** Kept in a file, changed in it, and put into force again. */
    @Test
    void theWholeNodeIsOneFile() throws IOException {
        node.launch("service", "share", "gopher", "Burrows", "7070", "--check", "none", "--name", "burrows")
                .succeeded();
        awaitListed("cloudy.external~burrows");
        String document = node.launch("export").succeeded().text();
        assertThat(document).contains("settings:", "  \"cloudy.external~burrows\":", "    description: \"Burrows\"");

        Path file = rig.folder().resolve("node.yaml");
        Files.writeString(file, document);
        assertThat(node.launch("apply", file.toString()).succeeded().text()).contains("There are none.");
        Files.writeString(file, document.replace("\"Burrows\"", "Holes"));
        assertThat(node.launch("apply", file.toString(), "--dry-run")
                        .succeeded()
                        .text())
                .contains("Holes");
        assertThat(node.launch("export").succeeded().text()).isEqualTo(document);

        node.launch("apply", file.toString()).succeeded();
        assertThat(node.launch("service", "show", "burrows").succeeded().text()).contains("Holes");
        Files.writeString(file, document.replace("7070", "70700"));
        Command refused = node.launch("apply", file.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).contains("cloudy.external~burrows port");
        node.launch("service", "unshare", "burrows").succeeded();
    }

    /** serf-publisher: {@code avahi-ps publish <service name> kubernetes <node port> <type>}, twice a minute. */
    @Test
    void whatSerfPublisherPublishesIsAnnouncedUncheckedAndKept() throws IOException {
        assertThat(avahi("avahi-ps", "publish", "nginx", "kubernetes", "30080", "NodePort")
                        .succeeded()
                        .text())
                .isEmpty();
        Path file = node.home().resolve("etc/cloudy.external-published-kubernetes-30080.cfg");
        Awaitility.await().atMost(SOON).until(() -> Files.exists(file));
        assertThat(Files.readString(file)).contains("check = none", "NodePort");
        var written = Files.getLastModifiedTime(file);
        avahi("avahi-ps", "publish", "nginx", "kubernetes", "30080", "NodePort").succeeded();
        assertThat(Files.getLastModifiedTime(file)).as("the same again").isEqualTo(written);

        Awaitility.await().atMost(SOON).until(() -> node.asOwner("env", "SEARCH_ONLY=serf", bin("avahi-ps"), "search")
                .text()
                .matches("\\[.*\\{\"node_id\":\"[^\"]+\",\"s\":\"kubernetes\",\"d\":\"nginx\","
                        + "\"m\":\"alpha.guifi.local\",\"i\":\"[0-9.]+\",\"p\":\"30080\",\"e\":\"\","
                        + "\"t\":\"NodePort\"}.*]\n"));
        assertThat(avahi("avahi-service", "list").succeeded().text()).contains(" published-kubernetes-30080");
        assertThat(avahi("avahi-service", "isActive", "kubernetes").text())
                .isEqualTo("published-kubernetes-30080 UP\n");

        assertThat(avahi("avahi-ps", "unpublish", "kubernetes", "30080")
                        .succeeded()
                        .text())
                .isEmpty();
        Awaitility.await().atMost(SOON).until(() -> !Files.exists(file));
    }

    /** A script of those days, which takes a line of the search apart. */
    @Test
    void aScriptParsesTheSearch() throws IOException {
        node.write(
                "script",
                """
                #!/bin/sh
                SEARCH_ONLY=avahi "$1" search "$2" | while IFS=';' read -r type name host ip port txt; do
                    echo "$type at $ip:$port is on $host: $txt"
                done
                """);
        avahi("avahi-ps", "publish", "Two; words", "printer", "631", "a=1&b=2").succeeded();
        Awaitility.await().atMost(SOON).until(() -> node.asOwner(
                        "sh", node.home().resolve("script").toString(), bin("avahi-ps"), "printer")
                .text()
                .matches("_printer._tcp at [0-9.]+:631 is on alpha.guifi.local: \"a=1\" \"b=2\"\n"));
        avahi("avahi-ps", "unpublish", "printer").succeeded();
        assertThat(avahi("avahi-ps", "info", "cloud").text()).isEqualTo("guifi\n");
        assertThat(avahi("avahi-ps").succeeded().text()).startsWith("Avahi - Publish and Search");
        assertThat(avahi("avahi-service").exit()).isEqualTo(1);
    }

    @Test
    void aListFeelsInstant() {
        long best = IntStream.range(0, 10)
                .mapToLong(i -> {
                    long begun = System.nanoTime();
                    node.launch("service", "list").succeeded();
                    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
                })
                .min()
                .getAsLong();
        System.out.println("measured: cloudy service list takes " + best + " ms at best, with nsenter and setpriv");
        // Ten times what an idle machine needs: this one may be building something else.
        assertThat(best).isLessThan(1500);
    }

    private static Command avahi(String program, String... arguments) {
        var line = new ArrayList<>(List.of(bin(program)));
        line.addAll(List.of(arguments));
        return node.asOwner(line.toArray(String[]::new));
    }

    private static String bin(String program) {
        return node.home().resolve("bin").resolve(program).toString();
    }

    private static void awaitListed(String id) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> node.launch("service", "list").text().contains(id));
    }
}
