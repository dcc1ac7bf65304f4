// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/**
 * The first run, by somebody who types wrong things, loads the page anew, and whose power fails; then the backups of that
 * node, and another fresh one that becomes it.
 */
@TestMethodOrder(OrderAnnotation.class)
class ConsoleFirstRunIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static final Duration STARTED = Duration.ofMinutes(2);

    private static Console console;
    private static Browser browser;
    private static String key = "";
    private static String name = "";

    @BeforeAll
    static void boot() throws IOException {
        console = Console.open(rig);
        browser = console.browser();
    }

    /** Those that have started again by themselves run in the background. */
    @AfterAll
    static void stop() {
        console.alpha().launch("stop");
        console.beta().launch("stop");
    }

    @Test
    @Order(1)
    void goesOnAfterMistakesReloadsAndAKill() throws IOException {
        CloudyNode alpha = console.alpha();
        browser.open("/ui/");
        browser.sees("Welcome");
        browser.keysTo("Continue");
        browser.sees("Set-up code");
        account();

        browser.sees("Name of the node");
        browser.open(browser.path());
        browser.sees("Name of the node");
        refused("name", "not a name!", "alpha");
        refused("lanAddress", "here", "");
        browser.keysTo("Continue");

        browser.sees("Join through");
        alpha.kill();
        browser.sees("Trying again");
        alpha.start().awaitBoot();
        browser.until("it is back", "!document.querySelector('.away')");
        browser.open(browser.path());
        browser.sees("Join through");
        refused("join", "nowhere at all", "");
        browser.until("who is near", "document.querySelector('.choices button')");
        assertThat(browser.barriers()).isEmpty();
        assertThat(console.overhang()).isLessThanOrEqualTo(0);
        String near = (String) browser.script("return document.querySelector('.choices button').innerText.trim()");
        assertThat(near).contains(console.beta().host().address() + ":5000");
        browser.keysTo(near);
        browser.until("it is chosen", "document.querySelector('.choices button[aria-pressed=true]')");
        browser.keysTo("Continue");

        browser.sees("Announce a program");
        browser.open(browser.path());
        browser.sees("Announce a program");
        browser.script("document.querySelector('main').focus()");
        console.announce();
        recoveryKey();
        console.finish();
        browser.open("/ui/network");
        browser.until("both members", "document.querySelectorAll('tbody tr').length === 2");
        browser.until("the picture", "document.querySelector('svg.near .alive')");
        Console.until(
                "the neighbour knows",
                () -> !console.beta().lists("Shared pads").isEmpty());
        console.assertCalm();
    }

    /** A page that is loaded anew before the key is kept has changed nothing. */
    private static void recoveryKey() throws IOException {
        browser.press("Make the recovery key");
        browser.until("a key", "document.querySelector('pre.wraps')?.innerText.startsWith('AGE-SECRET-KEY-1')");
        assertThat(browser.script("return !!document.querySelector('.sheet svg.qr path')"))
                .isEqualTo(true);
        assertThat(browser.barriers()).isEmpty();
        assertThat(console.overhang()).isLessThanOrEqualTo(0);
        browser.open(browser.path());
        browser.press("Make the recovery key");
        browser.until("another key", "document.querySelector('pre.wraps')");
        key = (String) browser.script("return document.querySelector('pre.wraps').innerText.trim()");
        assertThat(browser.script("return document.querySelector('[name=kept]').checked"))
                .isEqualTo(false);
        browser.until("not before it is kept", "[...document.querySelectorAll('button:disabled')].length === 1");
        browser.press("I have kept it somewhere else than on this node");
        browser.press("Lock the copies with this key");
    }

    @Test
    @Order(2)
    void copiesAreMadeCheckedTakenAwayRemovedAndPutBack() throws IOException {
        CloudyNode alpha = console.alpha();
        Path vault = alpha.home().resolve("data/backups");
        Path downloads = rig.folder().resolve("downloads");
        browser.downloadsTo(downloads);
        browser.open("/ui/system/backups");
        for (int copies = 1; copies <= 2; copies++) {
            browser.press("Make a copy now");
            browser.until("a copy", "document.querySelectorAll('cloudy-backups .danger').length === " + copies);
        }
        browser.press("Remove");
        browser.press("Remove");
        browser.until("one copy", "document.querySelectorAll('cloudy-backups .danger').length === 1");
        name = (String) browser.script("return document.querySelector('cloudy-backups small bdi').innerText");
        browser.press("Check");
        opened("AGE-SECRET-KEY-1 and so on", false);
        opened(key, true);
        browser.until("it is whole", "document.querySelector('.state.succeeded')");
        browser.press("Download");
        Console.until("the file", () -> Files.exists(downloads.resolve(name)));
        assertThat(downloads.resolve(name)).hasSameBinaryContentAs(vault.resolve(name));
        assertThat(browser.barriers()).isEmpty();

        alpha.remove("etc/cloudy.external-published-etherpad-9001.cfg");
        Console.until("it is gone", () -> console.beta().lists("Shared pads").isEmpty());
        browser.press("Restore");
        browser.type("service", "cloudy.external~published-etherpad-9001");
        opened(key, true);
        Awaitility.await("the service is back")
                .atMost(STARTED)
                .until(() -> !console.beta().lists("Shared pads").isEmpty());
        browser.until("the node is back", "!document.querySelector('.away')");
        console.assertCalm();
    }

    /** Fills in the recovery key. */
    private static void opened(String typed, boolean good) {
        browser.type("recoveryKey", typed);
        browser.submit("recoveryKey");
        if (good) {
            browser.until("no dialog", "!document.querySelector('dialog')");
        } else {
            browser.until("the fault", "document.querySelector('[name=recoveryKey][aria-invalid=true]')");
        }
    }

    @Test
    @Order(3)
    void aFreshNodeBecomesALostOneInsteadOfBeingSetUp() throws IOException {
        CloudyNode beta = console.beta();
        byte[] identity = Files.readAllBytes(console.alpha().home().resolve("data/node/identity.pem"));
        Path copy = rig.folder().resolve("downloads").resolve(name);
        try (Browser there = Browser.on(beta, rig.folder().resolve("fresh"), console.alpha())) {
            console.alpha().launch("stop").succeeded();
            there.open("/ui/");
            there.press("Continue");
            there.press("Restore the backup of a lost node instead");
            there.choose("file", copy);
            there.type("code", "wrong-code");
            there.type("recoveryKey", key);
            there.submit("code");
            there.until("the fault", "document.querySelector('[name=code][aria-invalid=true]')");
            assertThat(there.barriers()).isEmpty();
            there.type("code", Console.setUpCode(beta));
            there.type("recoveryKey", "AGE-SECRET-KEY-1 and so on");
            there.submit("code");
            there.until("the fault", "document.querySelector('[name=recoveryKey][aria-invalid=true]')");
            there.type("recoveryKey", key);
            there.submit("code");
            there.sees("The copy is in place");
            // The page goes there by itself.
            Awaitility.await("the door of the lost node")
                    .atMost(STARTED)
                    .ignoreExceptions()
                    .until(
                            () -> there.script("return !!document.querySelector('cloudy-sign-in')"),
                            Boolean.TRUE::equals);
            there.type("name", "maria");
            there.type("password", Console.PASSWORD);
            there.press("Sign in");
            there.sees("This machine");
            there.open("/ui/" + Console.PADS);
            there.sees("Shared pads");
        }
        assertThat(beta.home().resolve("data/node/identity.pem")).hasBinaryContent(identity);
        assertThat(Command.run(List.of(
                                "grep",
                                "-rlF",
                                "--",
                                key,
                                beta.home().resolve("data").toString(),
                                beta.home().resolve("etc").toString(),
                                console.alpha().home().resolve("data").toString(),
                                console.alpha().home().resolve("etc").toString()))
                        .text())
                .isEmpty();
    }

    private static void account() throws IOException {
        browser.keysTo("Continue");
        browser.until("three faults", "document.querySelectorAll('[aria-invalid=true]').length === 3");
        browser.type("code", console.setUpCode());
        browser.type("password", Console.PASSWORD);
        refused("name", "Maria Vila", "maria");
        refused("password", "short", Console.PASSWORD);
        browser.submit("name");
    }

    /** Sends something wrong, sees why at its field and the focus on it, and puts it right. */
    private static void refused(String field, String wrong, String right) {
        browser.type(field, wrong);
        browser.submit(field);
        browser.until("the fault", "document.querySelector('[name=\"" + field + "\"][aria-invalid=true]')");
        browser.until("the focus", "document.activeElement.name === '" + field + "'");
        assertThat((String) browser.script("return document.querySelector('.fault[id]').innerText"))
                .doesNotStartWith(field);
        browser.type(field, right);
        browser.keys(Keys.TAB);
    }
}
