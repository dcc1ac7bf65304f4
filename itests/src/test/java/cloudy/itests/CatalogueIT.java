// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator wants to have installed, through every door to it, on the node's own Karaf. */
class CatalogueIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String WISH = "etc/cloudy.features.cfg";

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode node;
    private static Site site;
    private static Publisher publisher;

    @BeforeAll
    static void start() throws Exception {
        Host host = rig.lonely("alpha");
        site = rig.closing(Site.open(host, rig.folder().resolve("site")));
        publisher = Publisher.at(site, rig.folder());
        node = rig.node(host);
        node.place(site.certificate(), "etc/catalogue-ca.pem");
        node.start().awaitBoot();
    }

    @Test
    void whatIsWishedIsThereWhateverHappensToTheNode() throws Exception {
        installsWhatIsInTheArchive();
        installsFromARepositoryThatWasShownAndConfirmed();
        followsAPublisherWhoseKeyIsPinned();
        putsBackWhatWasThereWhenSomethingDoesNotResolve();
        followsTheShell();

        // Killed, it throws its cache away; and there is nobody to fetch from any more.
        site.close();
        node.kill();
        node.start().awaitBoot();
        awaitInstalled("eventadmin", true);
        awaitInstalled("pads", true);
        awaitInstalled("radio", true);

        followsTheFile();
        node.terminate();
        node.start().awaitBoot();
        awaitInstalled("pads", true);
        assertThat(isInstalled("eventadmin")).isFalse();
        assertThat(node.shell("bundle:list -s")).containsPattern("Active.*org.example.etherpad");
    }

    private static void installsWhatIsInTheArchive() throws Exception {
        assertThat(api("GET", "catalogue", ""))
                .contains("\"id\":\"cloudy-syncthing\"", "\"installed\":false")
                .doesNotContain("eventadmin");
        String job = job(api("POST", "catalogue/eventadmin/install", ""));
        assertThat(ended(job)).contains("succeeded");
        assertThat(log(job)).contains("org.apache.karaf.services.eventadmin", "started");
        assertThat(wish()).contains("eventadmin");
        assertThat(isInstalled("eventadmin")).isTrue();
    }

    private static void installsFromARepositoryThatWasShownAndConfirmed() throws Exception {
        DropIn.of("etherpad", "Shared pads", 9001).writeTo(site.file("pads.jar"));
        String wanted = publish("community", "pads", "pads.jar");

        String preview = api("POST", "catalogue/repositories", wanted);
        assertThat(preview).contains("\"pads\"", Publisher.sha256(site.file("pads.jar")));
        assertThat(wish()).doesNotContain("repositories");
        String confirmed = wanted.replace("}", ",\"confirm\":\"" + value(preview, "digest") + "\"}");
        assertThat(ended(job(api("POST", "catalogue/repositories", confirmed)))).contains("succeeded");

        String digest = value(api("GET", "catalogue/pads", ""), "digest");
        assertThat(api("POST", "catalogue/pads/install", "")).contains("409");
        String job = job(api("POST", "catalogue/pads/install", "{\"confirm\":\"" + digest + "\"}"));
        assertThat(ended(job)).contains("succeeded");
        // Nothing else was restarted for it.
        assertThat(log(job))
                .contains("bundle org.example.etherpad 1.0.0 started")
                .doesNotContain("stopped");
        assertThat(wish()).contains("pads", "https://127.0.0.1");
        awaitInstalled("pads", true);
    }

    /** A key by openssl, and nothing but commands: what it signs later is fetched without pinning anew. */
    private static void followsAPublisherWhoseKeyIsPinned() throws Exception {
        String[] add = {
            "catalogue",
            "repository",
            "add",
            site.at("village.xml"),
            "--key",
            Files.readString(publisher.key()),
            "-o",
            "json"
        };
        DropIn radio = DropIn.of("radio", "Village radio", 9003);
        radio.writeTo(site.file("radio.jar"));
        publish("village", "radio", "1.0.0", "radio.jar");
        assertThat(node.launch(add).text()).contains("village.xml.sig answers 404");
        publisher.sign("village");
        String preview = node.launch(add).succeeded().text();
        var confirmed = new ArrayList<>(List.of(add));
        confirmed.addAll(List.of("--confirm", value(preview, "digest"), "--wait"));
        node.launch(confirmed.toArray(String[]::new)).succeeded();
        String digest = value(api("GET", "catalogue/radio", ""), "digest");
        node.launch("catalogue", "install", "radio", "--confirm", digest, "--wait")
                .succeeded();

        radio.updated("2.0.0", "Radio for all").writeTo(site.file("radio.jar"));
        publish("village", "radio", "2.0.0", "radio.jar");
        Command refused = node.launch("catalogue", "repository", "refresh", "village", "--wait");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text()).contains("is not signed with the key that was given");
        publisher.sign("village");
        node.launch("catalogue", "repository", "refresh", "village", "--wait").succeeded();
        String newer = api("GET", "catalogue/radio", "");
        assertThat(newer).contains("\"update\":true");
        node.launch("catalogue", "update", "radio", "--confirm", value(newer, "digest"), "--wait")
                .succeeded();
        assertThat(node.shell("bundle:list -s")).containsPattern("2\\.0\\.0.*org.example.radio");
    }

    private static void putsBackWhatWasThereWhenSomethingDoesNotResolve() throws Exception {
        broken(site.file("broken.jar"));
        String wanted = publish("strangers", "broken", "broken.jar");
        String preview = api("POST", "catalogue/repositories", wanted);
        String confirmed = wanted.replace("}", ",\"confirm\":\"" + value(preview, "digest") + "\"}");
        assertThat(ended(job(api("POST", "catalogue/repositories", confirmed)))).contains("succeeded");
        String digest = value(api("GET", "catalogue/broken", ""), "digest");
        String before = wish();
        String bundles = node.shell("bundle:list -s");

        String failed = ended(job(api("POST", "catalogue/broken/install", "{\"confirm\":\"" + digest + "\"}")));

        assertThat(failed).contains("failed", "org.lacking");
        assertThat(isInstalled("broken")).isFalse();
        assertThat(node.shell("bundle:list -s")).isEqualTo(bundles);
        assertThat(wish()).isEqualTo(before);
        assertThat(api("DELETE", "catalogue/repositories/strangers", "")).isEmpty();
        await().atMost(LIMIT)
                .until(() -> !api("GET", "catalogue/repositories", "").contains("strangers")
                        && !node.shell("feature:repo-list").contains("strangers"));
    }

    private static void followsTheShell() throws Exception {
        node.shell("feature:uninstall eventadmin");
        await().atMost(LIMIT).until(() -> !wish().contains("eventadmin"));
        node.shell("feature:install eventadmin");
        await().atMost(LIMIT).until(() -> wish().contains("eventadmin"));
    }

    private static void followsTheFile() throws Exception {
        node.write(WISH, wish().replaceAll("eventadmin\\s*,?\\s*", ""));
        awaitInstalled("eventadmin", false);
        assertThat(isInstalled("pads")).isTrue();
    }

    private static void awaitInstalled(String feature, boolean there) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(isInstalled(feature))
                .as("%s in %s", feature, node.shell("feature:list -i -r --no-format"))
                .isEqualTo(there));
    }

    private static boolean isInstalled(String feature) throws IOException {
        return node.shell("feature:list -i -r --no-format").lines().anyMatch(line -> line.matches(feature + " *\t.*"));
    }

    private static String wish() throws IOException {
        Path file = node.home().resolve(WISH);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static String publish(String repository, String feature, String jar) throws Exception {
        return publish(repository, feature, "1.0.0", jar);
    }

    private static String publish(String repository, String feature, String version, String jar) throws Exception {
        Path file = publisher.publish(repository, feature, version, jar);
        return "{\"address\":\"" + site.at(repository + ".xml") + "\",\"sha256\":\"" + Publisher.sha256(file) + "\"}";
    }

    private static void broken(Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example.broken");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        manifest.getMainAttributes().putValue("Import-Package", "org.lacking");
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file, manifest)) {
            out.finish();
        }
    }

    /** Asks as the user who owns the node; the token reaches the program by a file. */
    private static String api(String method, String path, String body) throws IOException {
        String token = Files.readString(node.home().resolve("data/run/token")).strip();
        node.write("data/run/header", "Authorization: Bearer " + token + "\n");
        var line = new ArrayList<>(List.of("curl", "-sk", "-X", method, "-H"));
        line.add("@" + node.home().resolve("data/run/header"));
        if (!body.isEmpty()) {
            line.addAll(List.of("-H", "Content-Type: application/json", "--data", body));
        }
        line.add("https://127.0.0.1:7443/api/v1/" + path);
        return node.asOwner(line.toArray(String[]::new)).succeeded().text();
    }

    private static String job(String answer) {
        return value(answer, "job");
    }

    private static String ended(String job) {
        return await("job " + job)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api("GET", "jobs/" + job, ""), shown -> !value(shown, "state")
                        .matches("waiting|running"));
    }

    private static String log(String job) throws IOException {
        return api("GET", "jobs/" + job + "/log", "");
    }

    private static String value(String json, String name) {
        Matcher found = Pattern.compile('"' + name + "\" ?: ?\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as("%s in %s", name, json).isTrue();
        return found.group(1);
    }
}
