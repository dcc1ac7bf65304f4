// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pages of services and of settings show and take, of every kind. */
class ConsoleServicesIT implements AtConsole {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static CloudyNode alpha;
    private static CloudyNode beta;
    private static Browser browser;
    private static Console console;

    @BeforeAll
    static void boot() throws IOException {
        console = Console.ready(rig);
        alpha = console.alpha();
        beta = console.beta();
        browser = console.browser();
    }

    @Override
    public Console console() {
        return console;
    }

    @Test
    void theLogIsFollowedFilteredAndTakenAlong() throws IOException {
        Path downloads = Files.createDirectories(rig.folder().resolve("downloads"));
        browser.tell("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        alpha.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\njoin = 10.77.0.2:5000\n");
        console.show("services/cloudy.serf");
        browser.until("it runs", "document.querySelector('.run.up')");
        browser.press("Log");
        browser.until("what the program wrote", "document.querySelector('pre.log').innerText.includes('Profile: wan')");

        alpha.write("etc/cloudy.serf.cfg", "cloudy.enabled = true\njoin = 10.77.0.2:5000\nprofile = lan\n");
        browser.until("what it writes now", "document.querySelector('pre.log').innerText.includes('Profile: lan')");
        long all = lines();
        browser.script("const box = document.querySelector('cloudy-log input[type=search]');"
                + " box.value = 'profile'; box.dispatchEvent(new Event('input'))");
        browser.until("fewer lines", "document.querySelector('pre.log').innerText.split('\\n').length < " + all);
        assertThat(((String) browser.script("return document.querySelector('pre.log').innerText")).lines())
                .allMatch(line -> line.contains("Profile"));
        browser.press("Download");
        Console.until("the file", () -> !taken(downloads).isEmpty());
        assertThat(taken(downloads)).allMatch(line -> line.contains("Profile")).anyMatch(line -> line.contains("lan"));
    }

    private static long lines() {
        return (Long) browser.script("return document.querySelector('pre.log').innerText.split('\\n').length");
    }

    private static List<String> taken(Path downloads) throws IOException {
        Path file = downloads.resolve("cloudy.serf.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void aServiceIsInstalledFromTheCatalogueAndRemoved() {
        console.show("services");
        browser.until("the catalogue", "document.querySelector('cloudy-catalogue section')");
        find("SYNCTHING");
        browser.press("Install");
        browser.until("its job", "document.querySelector('cloudy-catalogue cloudy-job .state.succeeded')");
        browser.press("Log");
        browser.until("its log", "document.querySelector('pre.log').innerText.trim()");
        browser.until("it among the services", "document.querySelector('.cards a[href*=syncthing]')");
        browser.press("Remove");
        browser.press("Remove");
        browser.until("it is gone", "!document.querySelector('.cards a[href*=syncthing]')");
        browser.until(
                "it can be had again",
                "[...document.querySelectorAll('cloudy-catalogue button')].some(one => one.innerText.trim() === 'Install')");
    }

    /** Added with its publisher's key, which makes newer versions his; each time what it brings is shown first. */
    @Test
    void whatAnAddedRepositoryBringsIsInstalledAndUpdated() throws Exception {
        Site site = rig.closing(Site.open(alpha.host(), rig.folder().resolve("site")));
        Publisher publisher = Publisher.at(site, rig.folder());
        alpha.place(site.certificate(), "etc/catalogue-ca.pem");
        DropIn.of("radio", "Village radio", 9003).writeTo(site.file("radio.jar"));
        publisher.publish("village", "radio", "1.0.0", "radio.jar");
        publisher.sign("village");
        console.show("services");
        browser.press("Repositories");
        browser.type("address", site.at("village.xml"));
        browser.type("key", Files.readString(publisher.key()));
        browser.press("Show what it brings");
        browser.until("what it brings", "document.querySelector('dialog')?.innerText.includes('1.0.0')");
        browser.press("Add it");
        done("cloudy-repositories");
        find("radio");
        bring("Install");
        done("cloudy-catalogue");

        DropIn.of("radio", "Village radio", 9003)
                .updated("2.0.0", "Radio for all")
                .writeTo(site.file("radio.jar"));
        publisher.publish("village", "radio", "2.0.0", "radio.jar");
        publisher.sign("village");
        browser.press("Look for updates");
        done("cloudy-repositories");
        bring("Update to 2.0.0");
        browser.until(
                "the newer one",
                "[...document.querySelectorAll('cloudy-catalogue li')].some(one => one.innerText.includes('2.0.0')"
                        + " && !one.innerText.includes('Update'))");
        assertThat(alpha.shell("bundle:list -s")).containsPattern("2\\.0\\.0.*org.example.radio");
    }

    /** Has the catalogue show one entry only. */
    private static void find(String word) {
        browser.script(
                "const box = document.getElementById('find');"
                        + " box.value = arguments[0]; box.dispatchEvent(new Event('input'))",
                word);
        browser.until("one entry", "document.querySelectorAll('cloudy-catalogue li').length === 1");
    }

    /** Presses a button of the repository's one feature, and agrees to what it brings. */
    private static void bring(String button) {
        browser.press(button);
        browser.until("what it brings", "document.querySelector('dialog')?.innerText.includes('radio.jar')");
        browser.press("Install");
    }

    private static void done(String part) {
        browser.until("its job", "document.querySelector('" + part + " cloudy-job .state.succeeded')");
    }

    @Test
    void eachCarrierSaysWhatItMakesOfAService() {
        console.show(Console.PADS);
        carrier("local network (mDNS)", "announced");
        browser.press("the local network");
        carrier("community network (Serf)", "not announced");
        browser.press("nobody");
        carrier("local network (mDNS)", "not announced");
        browser.press("the whole community network");
        carrier("local network (mDNS)", "announced");
    }

    private static void carrier(String name, String says) {
        browser.until(
                name + " " + says,
                "[...document.querySelectorAll('.plainlist li')].some(one => one.innerText.includes('" + name
                        + "') && one.querySelector('.state').innerText.trim() === '" + says + "')");
    }

    @Test
    void everyKindOfFieldTakesWhatIsRightAndSaysWhatIsWrong() throws IOException {
        console.show("system/node");
        unfold("cloudy.notices", "smtpPort");
        refused("smtpPort", "99999", "587");
        refused("smtpPort", "many", "587");
        refused("webhook", "not an address", "https://10.77.0.2/hook");
        browser.script("document.querySelector('[name=least]').value = 'fault'");
        browser.type(".webhookToken", "between-us");
        browser.submit("webhook");
        Path file = alpha.home().resolve("etc/cloudy.notices.cfg");
        Console.until(
                "it is written",
                () -> Files.exists(file) && Files.readString(file).contains("between-us"));
        assertThat(Files.readString(file)).containsPattern("least *= *fault").contains("10.77.0.2/hook");

        console.show("system/node");
        unfold("cloudy.notices", "smtpPort");
        browser.until("what was written", "document.querySelector('[name=webhook]').value.includes('10.77.0.2')");
        assertThat(browser.script("const secret = document.querySelector('[name=\".webhookToken\"]');"
                        + " return [secret.type, secret.value, secret.placeholder].join()"))
                .isEqualTo("password,,set; leave empty to keep it");
        browser.type("webhook", "https://10.77.0.2/other");
        browser.submit("webhook");
        Console.until("it is written", () -> Files.readString(file).contains("/other"));
        assertThat(Files.readString(file)).contains("between-us");
        browser.until("a way to forget it", "document.querySelector('[name=\".webhookToken-forget\"]')");
        browser.script("document.querySelector('[name=\".webhookToken-forget\"]').click()");
        browser.submit("webhook");
        Console.until("it is forgotten", () -> !Files.readString(file).contains("between-us"));

        unfold("cloudy.https", "allow");
        refused("allow", "10.0.0.0/8\nnowhere", "10.0.0.0/8");
        unfold("cloudy.console", "publicPage");
        browser.script("document.querySelector('[name=publicPage]').click()");
        browser.submit("publicPage");
        Path page = alpha.home().resolve("etc/cloudy.console.cfg");
        Console.until(
                "it is off", () -> Files.exists(page) && Files.readString(page).contains("false"));
        browser.until(
                "it is saved", "!document.querySelector('[name=publicPage]').form.querySelector('button').disabled");
        browser.script("document.querySelector('[name=publicPage]').click()");
        browser.submit("publicPage");
        Console.until("it is on", () -> !Files.readString(page).contains("false"));
    }

    /** What gets new settings is made anew; nobody who asks meanwhile is sent away. */
    @Test
    void theConsoleStaysWhileItsSettingsChange() throws IOException {
        console.show("services");
        browser.script("window.asked = []; (async () => { while (window.asked) {"
                + " window.asked.push((await fetch('/ui/')).status);"
                + " window.off = (await fetch('/')).redirected; } })()");
        for (boolean on : List.of(false, true, false, true, false, true)) {
            alpha.write("etc/cloudy.console.cfg", "publicPage = " + on + '\n');
            browser.until("the public page to be there or not", "window.off === " + !on);
        }
        assertThat(browser.script("return [...new Set(window.asked)].join()")).isEqualTo("200");
        browser.script("window.asked = undefined");
    }

    @Test
    void aListOfThingsGrowsAndShrinks() throws IOException {
        console.show("system/node");
        unfold("cloudy.external", "type");
        browser.press("Add one");
        browser.type("~", "second radio");
        browser.type("type", "http");
        browser.type("description", "Second radio");
        browser.type("port", "9001");
        browser.submit("type");
        browser.until("the fault", "document.querySelector('[name=\"~\"][aria-invalid=true]')");
        browser.type("~", "second");
        browser.submit("type");
        browser.until(
                "it is there",
                "[...document.querySelectorAll('.thing > summary')].some(one => one.innerText.includes('second'))");
        Console.until("the neighbour knows", () -> !beta.lists("Second radio").isEmpty());

        browser.press("second");
        browser.until("its own form", "document.querySelector('.thing [name=port]')");
        browser.press("Remove");
        browser.press("Remove");
        Console.until("the neighbour knows", () -> beta.lists("Second radio").isEmpty());
        browser.until(
                "it is gone",
                "![...document.querySelectorAll('.thing > summary')].some(one => one.innerText.includes('second'))");
    }

    /** Opens the settings of a room. */
    private static void unfold(String pid, String field) {
        browser.until(
                pid,
                "[...document.querySelectorAll('.fold > summary')].some(one => one.innerText.includes('" + pid + "'))");
        browser.script(
                "[...document.querySelectorAll('.fold > summary')].find(one => one.innerText.includes(arguments[0])).click()",
                pid);
        browser.until("the form of " + pid, "document.querySelector('[name=\"" + field + "\"]')");
    }

    private static void refused(String field, String wrong, String right) {
        browser.type(field, wrong);
        browser.submit(field);
        browser.until("the fault", "document.querySelector('[name=\"" + field + "\"][aria-invalid=true]')");
        assertThat(browser.script("return document.activeElement.name")).isEqualTo(field);
        assertThat((String) browser.script(
                        "return document.activeElement.closest('.field').querySelector('.fault').innerText"))
                .isNotBlank();
        browser.type(field, right);
    }
}
