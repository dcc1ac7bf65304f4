// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The first run, by somebody who types wrong things, loads the page anew, and whose power fails. */
class ConsoleFirstRunIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    private static Console console;
    private static Browser browser;

    @BeforeAll
    static void boot() throws IOException {
        console = Console.open(rig);
        browser = console.browser();
    }

    @Test
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
        console.share();
        browser.open("/ui/network");
        browser.until("both members", "document.querySelectorAll('tbody tr').length === 2");
        browser.until("the picture", "document.querySelector('svg.near .alive')");
        Console.until(
                "the neighbour knows",
                () -> !console.beta().lists("Shared pads").isEmpty());
        console.assertCalm();
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
        browser.type(field, right);
        browser.keys(Keys.TAB);
    }
}
