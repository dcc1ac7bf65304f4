// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.openqa.selenium.Keys;

/** Two nodes on one link, and a browser on the first one's host, with its owner in front of it. */
record Console(Lan lan, CloudyNode alpha, CloudyNode beta, Browser browser) {

    static final String PASSWORD = "a long sentence is better";
    /** What the owner shares at the first run. */
    static final String PADS = "services/cloudy.external~published-etherpad-9001";

    static final List<String> PAGES = List.of(
            "",
            "services",
            "services/cloudy.serf",
            PADS,
            "search",
            "network",
            "system",
            "system/account",
            "system/look",
            "system/tokens",
            "system/users",
            "system/node",
            "system/backups",
            "system/doctor",
            "system/certificate",
            "system/jobs",
            "system/audit",
            "system/about",
            "nowhere");

    private static final String WATCH = "window.violations = []; document.addEventListener('securitypolicyviolation',"
            + " one => window.violations.push(one.violatedDirective + ' ' + one.blockedURI))";

    /** Boots two nodes; the second shares a radio and takes part in a community, the first waits for its owner. */
    static Console open(Rig rig) throws IOException {
        Lan lan = rig.lan();
        CloudyNode alpha = rig.node(lan.join("alpha")).start();
        CloudyNode beta = rig.node(lan.join("beta")).start();
        alpha.awaitBoot();
        beta.awaitBoot();
        Listener.on(alpha.host(), 9001);
        Listener.on(beta.host(), 9002);
        beta.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\n");
        beta.drop(DropIn.of("http", "Village radio", 9002));
        Browser browser = rig.closing(Browser.on(alpha, rig.folder().resolve("browser")));
        browser.tell("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        return new Console(lan, alpha, beta, browser);
    }

    /** The same, after the owner's first run. */
    static Console ready(Rig rig) throws IOException {
        Console console = open(rig);
        console.setUpByKeyboard();
        return console;
    }

    /** The code that the node printed for whoever can read its files. */
    String setUpCode() throws IOException {
        return setUpCode(alpha);
    }

    static String setUpCode(CloudyNode node) throws IOException {
        return Files.readString(node.home().resolve("data/run/setup-code"))
                .lines()
                .findFirst()
                .orElseThrow();
    }

    /** No mouse, a wrong code first, and something shared at the end. */
    void setUpByKeyboard() throws IOException {
        browser.open("/ui/");
        browser.sees("Welcome");
        browser.keysTo("Continue");
        browser.sees("Set-up code");
        focusOnPage();
        browser.keys(Keys.TAB, "wrong-code", Keys.TAB, "maria", Keys.TAB, PASSWORD, Keys.ENTER);
        browser.sees("The set-up code is wrong");
        browser.until("the focus at the fault", "document.activeElement.name === 'code'");
        browser.keys(Keys.END, Keys.BACK_SPACE.toString().repeat("wrong-code".length()), setUpCode(), Keys.ENTER);
        browser.sees("Name of the node");
        browser.keysTo("Continue");
        browser.sees("Join through");
        browser.keysTo("Later");
        share();
    }

    /** The last steps of the first run; the recovery key is put off. */
    void share() {
        announce();
        browser.keysTo("Later");
        finish();
    }

    /** Shares something, and comes to the step of the recovery key. */
    void announce() {
        browser.sees("Announce a program");
        focusOnPage();
        browser.keys(Keys.TAB, "etherpad", Keys.TAB, "Shared pads", Keys.TAB, "9001", Keys.ENTER);
        browser.sees("a key that only you have");
    }

    /** The last step. */
    void finish() {
        browser.sees("The node is ready");
        browser.keysTo("To my node");
        browser.sees("This machine");
    }

    private void focusOnPage() {
        browser.until("the focus on the page", "document.activeElement.localName === 'main'");
    }

    /** Comes to the first page, through the door where that is shut. */
    void signIn() {
        browser.width(1280);
        browser.open("/ui/");
        browser.until("a page", "document.querySelector('main h1')");
        if (Boolean.TRUE.equals(browser.script("return !!document.querySelector('cloudy-sign-in')"))) {
            browser.type("name", "maria");
            browser.type("password", PASSWORD);
            browser.press("Sign in");
        }
        browser.sees("This machine");
    }

    void show(String page) {
        browser.open("/ui/" + page);
        browser.until(page, "document.querySelector('main h1')");
        assertThat(violations()).as(page).isEmpty();
    }

    /** Goes to a page as a link inside the console does. */
    void go(String page) {
        browser.script(
                "history.pushState(null, '', '/ui/' + arguments[0]); dispatchEvent(new PopStateEvent('popstate'))",
                page);
        browser.settles();
        assertThat(violations()).as(page).isEmpty();
    }

    List<?> violations() {
        return (List<?>) browser.script("return window.violations ?? []");
    }

    /** How much wider than the window the page is. */
    long overhang() {
        return (Long) browser.script("return document.documentElement.scrollWidth - innerWidth");
    }

    /** Opens an entry of the search. */
    void entry(String name) {
        browser.sees(name);
        browser.script(
                "[...document.querySelectorAll('.entries summary')].find(one => one.innerText.includes(arguments[0])).click()",
                name);
    }

    /** The policy was not hurt, the browser has nothing to complain of, and no other host was asked for anything. */
    void assertCalm() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(violations()).isEmpty();
        assertThat(browser.network())
                .filteredOn(event -> "Network.requestWillBeSent".equals(event.get("method")))
                .extracting(event -> ((Map<?, ?>) ((Map<?, ?>) event.get("params")).get("request")).get("url"))
                .allMatch(url -> String.valueOf(url)
                        .matches("(https://" + alpha.host().address() + ":7443/|data:|blob:|chrome:).*"));
    }

    static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Browser.LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
