// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node and its service come into guifi.net's lists by the page, and all is still there while guifi.net is away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuifiIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String SERVICE = "/api/v1/services/cloudy.guifi";
    private static final String STATE = "/api/v1/x/cloudy.guifi/state";
    private static final String IN_PAGE = "document.querySelector('cloudy-guifi')";

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode roof;
    private static GuifiNet net;
    private static Web web;
    private static Browser browser;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        roof = rig.node(lan.join("roof")).start();
        net = rig.closing(GuifiNet.on(lan.join("guifi"), rig.folder().resolve("guifi")));
        roof.awaitBoot();
        web = Web.setUp(roof);
        roof.shell("feature:install cloudy-guifi");
        until("there", () -> web.tried("GET", SERVICE, "").contains("\"run\":\"up\""));
        web.patch("/api/v1/settings/cloudy.guifi", "{\"baseUrl\":\"" + net.base() + "\"}");
        until("in force", () -> web.get(STATE).contains(net.base()));
        new Jar(
                        "org.example.tap",
                        "cloudy.api.access;version=\"[1.0,2)\",cloudy.api.form;version=\"[1.0,2)\","
                                + "cloudy.api.guifi;version=\"[1.0,2)\"")
                .component("Tap", "cloudy.api.guifi.GuifiService", "", "")
                .dropInto(roof);
        until("a service to declare", () -> web.get(STATE).contains("\"SNPgraphs\""));
        browser = rig.closing(Browser.on(roof, rig.folder().resolve("browser")));
        browser.open("/ui/");
        browser.until("a page", "document.querySelector('main h1')");
        if (Boolean.TRUE.equals(browser.script("return !!document.querySelector('cloudy-sign-in')"))) {
            browser.type("name", Web.ADMIN);
            browser.type("password", Web.PASSWORD);
            browser.press("Sign in");
        }
        browser.sees("This machine");
    }

    @Test
    @Order(1)
    void comesIntoTheListsByFiveStepsOfThePage() throws IOException {
        browser.open("/ui/services/cloudy.guifi");
        browser.until("the page", IN_PAGE + "?.querySelector('[name=password]')");
        browser.keepScreen("guifi-begin");

        fill("user", GuifiNet.USER);
        fill("password", "wrong");
        press("Sign in");
        browser.sees("the user name or the password is not correct");
        fill("password", GuifiNet.PASSWORD);
        press("Sign in");
        browser.sees("Signed in as anna");

        fill("text", "roof");
        press("Search");
        browser.sees("fetch it first");
        press("Fetch the list of nodes");
        browser.until("the list", "!" + IN_PAGE + ".innerText.includes('Fetch the list')");
        fill("text", "roof");
        press("Search");
        browser.sees("BcnRoof Barcelona (100, Working)");
        press("This one");

        browser.until("a name", IN_PAGE + ".querySelector('[name=nick]')?.value === 'BcnRoof-Cloudy'");
        browser.until("the hardware's address", IN_PAGE + ".querySelector('[name=mac]').value.length === 17");
        press("Add as a new Cloudy device");
        browser.sees("BcnRoof-Cloudy number");

        press("Link to this device");
        browser.sees("Take the address away");

        press("Declare");
        browser.sees("declared, number");
        browser.keepScreen("guifi-done");

        assertThat(web.get(STATE)).doesNotContain("\"node\":0", "\"device\":0", "\"id\":0");
        assertThat(roof.home().resolve("data/tap")).content().matches("[0-9]+");
        assertThat(roof.home().resolve("etc/cloudy.guifi.cfg")).content().doesNotContain("geese");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(2)
    void isForEveryone() throws IOException {
        for (String language : List.of("en", "ca", "es")) {
            browser.script("localStorage['cloudy.language'] = arguments[0]", language);
            browser.open("/ui/services/cloudy.guifi");
            browser.until("its steps", IN_PAGE + "?.querySelectorAll('section li').length");
            assertThat(browser.barriers()).as(language).isEmpty();
            browser.width(360);
            assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                    .isLessThanOrEqualTo(0);
            browser.keepScreen("guifi-" + language);
            browser.width(1280);
        }
        browser.script("localStorage['cloudy.language'] = 'en'");
    }

    @Test
    @Order(3)
    void isTypedTooAndLeadsBack() {
        assertThat(cloudy("guifi", "node", "find", "--text", "roof")).contains("BcnRoofGarden", "Barcelona");
        assertThat(cloudy("guifi", "node", "show", "100")).contains("BcnRoof-ST1");

        cloudy("guifi", "withdraw", "SNPgraphs");

        assertThat(roof.home().resolve("data/tap")).doesNotExist();
        cloudy("guifi", "declare", "--wait");
        assertThat(roof.home().resolve("data/tap")).exists();
    }

    @Test
    @Order(4)
    void goesOnWhileGuifiNetIsAwayAndOverARestart() throws IOException {
        net.away();
        assertThat(web.tried("GET", "/api/v1/x/cloudy.guifi/nodes/100", "")).contains("cannot be reached");
        assertThat(web.get("/api/v1/x/cloudy.guifi/nodes?text=vic")).contains("VicSquare", "Osona");

        roof.kill();
        roof.start().awaitBoot();
        web = Web.signIn(roof);
        until("up", () -> web.tried("GET", SERVICE, "").contains("\"run\":\"up\""));

        assertThat(web.get("/api/v1/x/cloudy.guifi/nodes?text=vic")).contains("VicSquare");
        assertThat(web.get(STATE)).contains("\"signedIn\":true", "\"user\":\"anna\"", "\"node\":100");
    }

    private static String cloudy(String... words) {
        var line = new ArrayList<>(List.of(roof.launcher().toString()));
        line.addAll(List.of(words));
        return roof.asOwner(line.toArray(String[]::new)).succeeded().text();
    }

    /** Types into a field of the bundle's own page; the settings beside it have fields of the same names. */
    private static void fill(String field, String text) {
        browser.until(field, IN_PAGE + ".querySelector('[name=" + field + "]')");
        browser.script(IN_PAGE + ".querySelector('[name=' + arguments[0] + ']').value = arguments[1]", field, text);
    }

    private static void press(String button) {
        String found = "[..." + IN_PAGE + ".querySelectorAll('button:enabled')].find(one => one.innerText === '"
                + button + "')";
        browser.until(button, found);
        browser.script(found + ".click()");
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
