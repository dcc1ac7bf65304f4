// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A user of a federated proxy browses through anna's with the account that guifi.net knows, and a stranger does not; bert's
 * node tells his people about it once he ticked it, and about no liar. One story: each test goes on from where the one
 * before has left it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Proxy3IT {

    private static final String SERVICE = "/api/v1/services/cloudy.proxy3";
    private static final String STATE = "/api/v1/x/cloudy.proxy3/state";
    /** Something answers there, which is no proxy. */
    private static final int LIE = 7000;

    private static final DropIn LIAR =
            new DropIn("org.example.liar", "1.0.0", "proxy3", "Proxy3_System", LIE, "Federated=Yes");

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode anna;
    private static CloudyNode bert;
    private static Web annas;
    private static Web berts;
    private static Outside outside;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        anna = rig.node(lan.join("anna")).start();
        bert = rig.node(lan.join("bert")).start();
        Host far = lan.join("far");
        outside = rig.closing(
                new Outside(far, rig.folder(), "100-inout\n200-out\n300-in\n", List.of(anna.host(), bert.host())));
        anna.write("etc/cloudy.guifi.cfg", "baseUrl = " + Outside.GUIFI + "\n");
        anna.write(
                "etc/cloudy.proxy3.cfg",
                """
                cloudy.enabled = true
                mode = federated
                id = 100
                ldapMain = %s
                ldapBackup = %s
                bindDn = %s
                .bindSecret = %s
                ca = %s
                cacheSize = 20
                probeUrl = %s
                """
                        .formatted(
                                Outside.MAIN,
                                Outside.BACKUP,
                                Outside.BIND_DN,
                                Outside.BIND_SECRET,
                                outside.authority(),
                                Outside.PAGE));
        bert.write("etc/cloudy.proxy3.cfg", "pacDirect = false\nprobeUrl = " + Outside.PAGE + "\n");
        anna.awaitBoot();
        bert.awaitBoot();
        annas = Web.setUp(anna);
        berts = Web.setUp(bert);
        anna.shell("feature:install cloudy-guifi cloudy-proxy3");
        bert.shell("feature:install cloudy-proxy3");
        Folders.until("up", () -> annas.tried("GET", SERVICE, "").contains("\"run\":\"up\""));
        Folders.until("installed", () -> berts.tried("GET", SERVICE, "").contains("\"run\":\"off\""));
    }

    /** What a person on bert's computer gets through anna's proxy. */
    private static String browse(String user, String url) {
        return bert.host()
                .run(
                        "curl",
                        "-s",
                        "--max-time",
                        "20",
                        "-w",
                        " %{http_code}",
                        "-x",
                        "http://10.77.0.1:3128",
                        "--proxy-user",
                        user,
                        url)
                .text();
    }

    @Test
    @Order(1)
    void letsUsersOfTheFederationPassAndNoStranger() {
        assertThat(browse("anna:of anna", Outside.PAGE)).isEqualTo(Outside.TEXT + " 200");
        assertThat(browse("bert:of bert", Outside.PAGE)).isEqualTo(Outside.TEXT + " 200");
        assertThat(browse("bert:of anna", Outside.PAGE)).endsWith(" 407");
        assertThat(browse("carl:of carl", Outside.PAGE))
                .as("of a proxy that is not federated")
                .endsWith(" 407");
        for (String place : List.of(
                "10.77.0.1:7000",
                "127.0.0.1:7000",
                "10.77.0.2:7000",
                "10.77.0.1:3128",
                "localhost:7000",
                "[::1]:7000")) {
            assertThat(browse("anna:of anna", "http://" + place + "/"))
                    .as(place)
                    .endsWith(" 403");
        }
        String state = annas.get(STATE);
        assertThat(state).contains("\"mode\":\"federated\"", "\"way\":\"inout\"", "\"peers\":2", "\"passing\":2");
    }

    @Test
    @Order(2)
    void isToldToPeopleOnceItIsTickedAndNoLiarIs() throws IOException {
        Folders.until("heard", () -> !found("10.77.0.1", 3128).isEmpty());
        assertThat(script("proxy.pac")).contains("404").doesNotContain("FindProxyForURL");

        anna.drop(LIAR);
        Folders.until("the lie is heard", () -> !found("10.77.0.1", LIE).isEmpty());
        assertThat(script("proxy.pac")).contains("404").doesNotContain(":" + LIE);

        String job = berts.post("/api/v1/directory/" + found("10.77.0.1", LIE) + "/actions/use-proxy", "{}");
        Folders.until("refused", () -> berts.get("/api/v1/jobs/" + Web.find(job, "job"))
                .contains("does not answer as a working proxy"));

        berts.post("/api/v1/directory/" + found("10.77.0.1", 3128) + "/actions/use-proxy", "{}");
        Folders.until("told", () -> script("proxy.pac").contains("return \"PROXY 10.77.0.1:3128\""));
        assertThat(script("wpad.dat"))
                .contains("Content-Type: application/x-ns-proxy-autoconfig", "Cache-Control: public, max-age=60")
                .contains("return \"PROXY 10.77.0.1:3128\"")
                .doesNotContain(":" + LIE);
        assertThat(berts.get("/api/v1/joined")).contains("10.77.0.1:3128");
    }

    /** What is served without TLS to anyone. */
    private static String script(String name) {
        return bert.host()
                .run("curl", "-s", "-i", "--max-time", "5", "http://10.77.0.2:7000/" + name)
                .text();
    }

    private static String found(String address, int port) {
        JsonNode items = Api.parse(berts.get("/api/v1/directory?type=proxy3")).path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(one -> one.path("address").asText().equals(address)
                        && one.path("port").asInt() == port)
                .map(one -> one.path("id").asText())
                .findFirst()
                .orElse("");
    }

    @Test
    @Order(3)
    void showsWhatToSet() throws IOException {
        Browser browser = rig.closing(Browser.on(bert, rig.folder().resolve("berts")));
        browser.open("/ui/");
        browser.until("a page", "document.querySelector('main h1')");
        if (Boolean.TRUE.equals(browser.script("return !!document.querySelector('cloudy-sign-in')"))) {
            browser.type("name", Web.ADMIN);
            browser.type("password", Web.PASSWORD);
            browser.press("Sign in");
        }
        browser.sees("This machine");
        browser.script("localStorage['cloudy.language'] = 'ca'");
        browser.open("/ui/services/cloudy.proxy3");
        browser.until("its page", "document.querySelector('cloudy-proxy3 section li')");
        browser.sees("10.77.0.1:3128");
        browser.until("the code", "document.querySelector('cloudy-proxy3 cloudy-qr svg')");
        assertThat(browser.barriers()).isEmpty();
        browser.width(360);
        assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                .isLessThanOrEqualTo(0);
        browser.keepScreen("proxy3-ca");
    }

    @Test
    @Order(4)
    void goesOnWithoutGuifiNetAndTheMainServer() throws IOException {
        outside.vanish();
        annas.post("/api/v1/x/cloudy.proxy3/federation/refresh", "");

        assertThat(browse("eva:of eva", Outside.PAGE)).isEqualTo(Outside.TEXT + " 200");
        assertThat(browse("carl:of carl", Outside.PAGE)).endsWith(" 407");

        anna.kill();
        anna.start().awaitBoot();
        Web again = Web.signIn(anna);
        Folders.until("up", () -> again.get(SERVICE).contains("\"run\":\"up\""));
        assertThat(browse("eva:of eva", Outside.PAGE)).isEqualTo(Outside.TEXT + " 200");
        assertThat(browse("carl:of carl", Outside.PAGE)).endsWith(" 407");
        assertThat(again.get(STATE)).contains("\"passing\":2");
    }
}
