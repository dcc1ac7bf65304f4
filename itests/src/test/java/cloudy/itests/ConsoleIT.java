// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** A person with no shell runs a node from a browser. */
class ConsoleIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static final String PASSWORD = "a long sentence is better";
    private static final String PADS = "/ui/services/cloudy.external~published-etherpad-9001";
    private static final String WATCH = "window.violations = []; document.addEventListener('securitypolicyviolation',"
            + " one => window.violations.push(one.violatedDirective + ' ' + one.blockedURI))";
    private static final List<String> PAGES = List.of(
            "",
            "services",
            "services/cloudy.serf",
            "search",
            "network",
            "system/account",
            "system/look",
            "system/tokens",
            "system/users",
            "system/node",
            "system/doctor",
            "system/certificate",
            "system/jobs",
            "system/audit",
            "system/about");

    private static CloudyNode alpha;
    private static CloudyNode beta;
    private static Browser browser;

    @BeforeAll
    static void boot() throws IOException {
        Lan lan = rig.lan();
        alpha = rig.node(lan.join("alpha")).start();
        beta = rig.node(lan.join("beta")).start();
        alpha.awaitBoot();
        beta.awaitBoot();
        Listener.on(alpha.host(), 9001);
        Listener.on(beta.host(), 9002);
        beta.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\n");
        beta.drop(DropIn.of("http", "Village radio", 9002));
        browser = rig.closing(Browser.on(alpha, rig.folder().resolve("browser")));
        browser.tell("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        setUpByKeyboard();
    }

    /** No mouse, a wrong code first, and something shared at the end. */
    private static void setUpByKeyboard() throws IOException {
        browser.open("/ui/");
        browser.sees("Welcome");
        browser.keysTo("Continue");
        browser.sees("Set-up code");
        browser.until("the focus on the page", "document.activeElement.localName === 'main'");
        browser.keys(Keys.TAB, "wrong-code", Keys.TAB, "maria", Keys.TAB, PASSWORD, Keys.ENTER);
        browser.sees("The set-up code is wrong");
        String code = Files.readString(alpha.home().resolve("data/run/setup-code"))
                .lines()
                .findFirst()
                .orElseThrow();
        browser.until("the focus at the fault", "document.activeElement.name === 'code'");
        browser.keys(Keys.END, Keys.BACK_SPACE.toString().repeat("wrong-code".length()), code, Keys.ENTER);
        browser.sees("Name of the node");
        browser.keysTo("Continue");
        browser.sees("Join through");
        browser.keysTo("Later");
        browser.sees("Announce a program");
        browser.until("the focus on the page", "document.activeElement.localName === 'main'");
        browser.keys(Keys.TAB, "etherpad", Keys.TAB, "Shared pads", Keys.TAB, "9001", Keys.ENTER);
        browser.sees("The node is ready");
        browser.keysTo("To my node");
        browser.sees("This machine");
    }

    @BeforeEach
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

    @AfterEach
    void nothingWasBlockedAndNobodyElseAsked() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(violations()).isEmpty();
        assertThat(browser.network())
                .filteredOn(event -> "Network.requestWillBeSent".equals(event.get("method")))
                .extracting(event -> ((Map<?, ?>) ((Map<?, ?>) event.get("params")).get("request")).get("url"))
                .allMatch(url -> String.valueOf(url)
                        .matches("(https://" + alpha.host().address() + ":7443/|data:|blob:|chrome:).*"));
    }

    @Test
    void pagesHaveNoBarriersAndFitAPhone() throws IOException {
        for (String page : PAGES) {
            show(page);
            assertThat(browser.barriers()).as(page).isEmpty();
            browser.width(360);
            assertThat(overhang()).as(page + " at 360 px").isLessThanOrEqualTo(0);
            browser.width(1280);
        }
    }

    @Test
    void settingsSayWhatIsWrongAtTheirFieldAndGoBack() throws IOException {
        browser.open(PADS);
        browser.until("its form", "document.querySelector('[name=port]')");
        browser.type("port", "99999");
        browser.press("Save");
        browser.until("the fault", "document.querySelector('[name=port][aria-invalid=true]')");
        assertThat(browser.script("return document.activeElement.name")).isEqualTo("port");
        browser.type("port", "9001");
        browser.type("description", "Pads for all");
        browser.press("Save");
        until("the neighbour knows", () -> !beta.lists("Pads for all").isEmpty());

        browser.open(PADS);
        browser.press("Earlier versions");
        browser.press("Go back to this");
        until("the neighbour knows", () -> !beta.lists("Shared pads").isEmpty());
    }

    @Test
    void aServiceIsSwitchedOffAndShownToNobody() throws IOException {
        browser.open(PADS);
        browser.press("Switch off");
        browser.until("off", "document.querySelector('.run.off')");
        browser.press("Switch on");
        browser.until("up", "document.querySelector('.run.up')");
        until("announced", () -> !beta.lists("etherpad").isEmpty());
        browser.press("nobody");
        until("withdrawn", () -> beta.lists("etherpad").isEmpty());
        browser.press("the whole community network");
        until("announced", () -> !beta.lists("etherpad").isEmpty());
    }

    @Test
    void aNeighboursServiceIsFoundAndActedUpon() {
        browser.open("/ui/search");
        entry("Village radio");
        browser.until(
                "its link",
                "document.querySelector('a.button[href=\"http://" + beta.host().address() + ":9002/\"]')");
        browser.open("/ui/search?type=serf");
        entry("SERF instance");
        browser.press("Join");
        browser.until("the dialog", "document.querySelector('dialog form')");
        browser.press("Join");
        browser.until("the job", "document.querySelector('dialog .state.succeeded')");
        browser.open("/ui/network");
        browser.sees("Joined through");
        browser.until("both members", "document.querySelectorAll('tbody tr').length === 2");
        browser.press("Undo");
        browser.until("undone", "!document.body.innerText.includes('Joined through')");
    }

    @Test
    void peopleAndProgramsGetAccess() throws GeneralSecurityException {
        browser.open("/ui/system/users");
        browser.until("the form", "document.querySelector('[name=name]')");
        browser.type("name", "ona");
        browser.type("password", "another long sentence");
        browser.keys(Keys.ENTER);
        browser.until("ona", "[...document.querySelectorAll('.cards h2')].some(one => one.innerText === 'ona')");
        browser.open("/ui/system/tokens");
        browser.until("the form", "document.querySelector('[name=name]')");
        browser.type("name", "backup");
        browser.keys(Keys.ENTER);
        browser.until("the key", "document.querySelector('dialog pre')?.innerText.startsWith('cloudy_')");
        browser.keys(Keys.ESCAPE);
        browser.open("/ui/system/audit");
        browser.sees("addUser");
        browser.press("Check that it is intact");
        browser.sees("Intact:");
        secondFactor();
    }

    private static void secondFactor() throws GeneralSecurityException {
        browser.open("/ui/system/account");
        browser.until("the form", "document.querySelectorAll('[name=password]').length === 2");
        browser.script("document.querySelectorAll('[name=password]')[0].name = 'other'");
        browser.type("password", PASSWORD);
        browser.press("Add a second factor");
        browser.until("the code", "document.querySelector('svg.qr path')");
        String secret = (String) browser.script("return document.querySelector('code.secret').innerText");
        browser.type("code", OneTimeCode.now(secret));
        browser.keys(Keys.ENTER);
        browser.until("the recovery codes", "document.querySelector('dialog pre')");
        String recovery =
                (String) browser.script("return document.querySelector('dialog pre').innerText.split('\\n')[0]");
        browser.keys(Keys.ESCAPE);
        browser.press("Sign out");
        browser.until("the door", "document.querySelector('cloudy-sign-in')");
        browser.type("name", "maria");
        browser.type("password", PASSWORD);
        browser.press("I have a second factor");
        browser.type("code", recovery);
        browser.press("Sign in");
        browser.until("in", "document.querySelector('header.frame')");
        browser.open("/ui/system/account");
        browser.press("Remove the second factor");
        browser.until("its form", "document.querySelectorAll('[name=password]').length === 2");
        browser.script("document.querySelectorAll('[name=password]')[0].name = 'other'");
        browser.type("password", PASSWORD);
        browser.keys(Keys.ENTER);
        browser.sees("Add a second factor");
    }

    @Test
    void thePageSaysThatTheNodeIsAwayAndComesBack() throws IOException {
        alpha.terminate();
        browser.sees("Trying again");
        alpha.start().awaitBoot();
        browser.until("it is back", "!document.querySelector('.away')");
    }

    @Test
    void whatStrangersSayIsTextAndABrokenPageBreaksNothing() throws IOException {
        Path jar = rig.folder().resolve("strangers.jar");
        alpha.place(Strangers.writeTo(jar), Strangers.PLACE);
        try {
            until("heard", () -> alpha.shell("cloudy:search").contains("stranger"));
            for (String page : List.of(
                    "search?source=strangers&order=name", "search?text=onerror", "search?text=long", "search")) {
                show(page);
                browser.width(360);
                browser.until("entries", "document.querySelectorAll('.entries .name').length > 3");
                assertThat(overhang()).as(page).isLessThanOrEqualTo(0);
                browser.width(1280);
                assertThat(browser.script(
                                "return document.querySelectorAll('cloudy-entry :is(script, img, h1)').length"))
                        .isEqualTo(0L);
                assertThat(browser.script("return window.hurt")).isNull();
            }
            show("search?text=script");
            browser.sees("<script>window.hurt=1</script>");
            browser.open("/");
            browser.sees("<script>window.hurt=1</script>");
            assertThat(browser.script("return window.hurt")).isNull();

            show("services/cloudy.serf");
            browser.sees("Hello from alpha");
            browser.sees("This page fell over");
            browser.sees("Who may see it");
        } finally {
            alpha.remove(Strangers.PLACE);
        }
        // The broken page's own complaint is heard.
        assertThat(browser.complaints()).allMatch(one -> one.contains("broken.js"));
    }

    @Test
    void peopleWithoutAnAccountSeeWhatThereIsUnlessItIsSwitchedOff() throws IOException {
        browser.open("/");
        browser.sees("Shared pads");
        browser.until("a poster", "document.querySelector('.poster svg.qr path')");
        assertThat(browser.barriers()).isEmpty();
        alpha.write("etc/cloudy.console.cfg", "publicPage = false\n");
        until("switched off", () -> {
            browser.open("/");
            return browser.path().equals("/ui/");
        });
        alpha.remove("etc/cloudy.console.cfg");
        until("switched on", () -> {
            browser.open("/");
            return browser.path().equals("/");
        });
    }

    @Test
    void theFirstViewIsLightAndSoonThere() throws IOException {
        try (Browser slow = Browser.on(beta, rig.folder().resolve("slow"))) {
            slow.tell("Network.enable", Map.of());
            slow.tell(
                    "Network.emulateNetworkConditions",
                    Map.of(
                            "offline",
                            false,
                            "latency",
                            20,
                            "downloadThroughput",
                            125_000,
                            "uploadThroughput",
                            125_000));
            slow.tell("Emulation.setCPUThrottlingRate", Map.of("rate", 4));
            slow.network();
            slow.open("/ui/");
            slow.sees("Welcome");
            Number drawn =
                    (Number) slow.script("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
            double bytes = slow.network().stream()
                    .filter(event -> "Network.loadingFinished".equals(event.get("method")))
                    .mapToDouble(event ->
                            ((Number) ((Map<?, ?>) event.get("params")).get("encodedDataLength")).doubleValue())
                    .sum();
            System.out.printf(
                    "measured: first view: %.0f kB, there after %.1f s at 1 Mbit/s and a quarter of the CPU%n",
                    bytes / 1000, drawn.doubleValue() / 1000);
            assertThat(bytes).isBetween(10_000.0, 180_000.0);
            // A machine that does other things beside is slower than the 2.5 s that a calm one stays below.
            assertThat(drawn.doubleValue()).isLessThan(10_000);
        }
    }

    @Test
    @Tag("slow")
    void allLanguagesColoursAndWidths() throws IOException {
        for (String language : List.of("ca", "es", "en")) {
            for (String theme : List.of("light", "dark", "contrast")) {
                browser.script(
                        "localStorage['cloudy.language'] = arguments[0]; localStorage['cloudy.theme'] = arguments[1]",
                        language,
                        theme);
                for (String page : PAGES) {
                    show(page);
                    assertThat(browser.barriers()).as(page + theme).isEmpty();
                    for (int width : new int[] {360, 1280}) {
                        browser.width(width);
                        assertThat(overhang()).as(page + language + width).isLessThanOrEqualTo(0);
                        browser.keepScreen(
                                String.join("-", language, theme, "" + width, page.replaceAll("[^a-z]+", "_")));
                    }
                }
            }
        }
        browser.script("localStorage.clear()");
    }

    private static void show(String page) {
        browser.open("/ui/" + page);
        browser.until(page, "document.querySelector('main h1')");
        assertThat(violations()).as(page).isEmpty();
    }

    private static List<?> violations() {
        return (List<?>) browser.script("return window.violations ?? []");
    }

    private static long overhang() {
        return (Long) browser.script("return document.documentElement.scrollWidth - innerWidth");
    }

    private static void entry(String name) {
        browser.sees(name);
        browser.script(
                "[...document.querySelectorAll('.entries summary')].find(one => one.innerText.includes(arguments[0])).click()",
                name);
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Browser.LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
