// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page in every language, in all colours, on a desk and in a hand: looked at by people, and for faults by this. */
@Tag("slow")
class ConsoleScreensIT {

    @RegisterExtension
    static final Rig rig = new Rig();

    /** Elements whose text goes beyond them, and words that nobody can break in the middle. */
    private static final String CLIPPED =
            """
            return [...document.querySelectorAll('main *, header *')]
                .filter(one => one.checkVisibility() && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1
                    && getComputedStyle(one).overflowX !== 'visible'
                    && !one.matches('.scroll, pre, input, select, textarea, .name, .tag, .quiet'))
                .map(one => one.localName + '.' + one.className + ': ' + one.innerText.slice(0, 40));
            """;

    private static Console console;
    private static Browser browser;

    @BeforeAll
    static void boot() throws IOException {
        console = Console.ready(rig);
        browser = console.browser();
        console.alpha().write("etc/cloudy.serf.cfg", "cloudy.enabled = true\njoin = 10.77.0.2:5000\n");
        console.show("network");
        browser.until("both members", "document.querySelectorAll('tbody tr').length === 2");
    }

    @AfterAll
    static void forget() {
        browser.script("localStorage.clear()");
    }

    @Test
    void allLanguagesColoursAndWidths() throws IOException {
        List<String> pages = new ArrayList<>(Console.PAGES);
        pages.addAll(List.of("search?type=serf", "welcome/language", "welcome/name", "welcome/community"));
        pages.addAll(List.of("welcome/share", "welcome/key", "welcome/done"));
        List<String> faults = new ArrayList<>();
        for (String language : List.of("ca", "es", "en")) {
            for (String theme : List.of("light", "dark", "contrast")) {
                browser.script(
                        "localStorage['cloudy.language'] = arguments[0]; localStorage['cloudy.theme'] = arguments[1]",
                        language,
                        theme);
                console.show("");
                for (String page : pages) {
                    console.go(page);
                    look(language, theme, page, faults);
                }
                browser.open("/");
                browser.until("the public page", "document.querySelector('.poster li')");
                look(language, theme, "public", faults);
            }
        }
        assertThat(faults).isEmpty();
    }

    private static void look(String language, String theme, String page, List<String> faults) throws IOException {
        String name = page.isEmpty() ? "home" : page.replaceAll("[^a-z0-9]+", "_");
        browser.barriers().forEach(one -> faults.add(String.join(" ", name, theme, language) + ": " + one));
        for (int width : new int[] {360, 1280}) {
            browser.width(width);
            String where = String.join("-", name, theme, language, "" + width);
            if (console.overhang() > 0) {
                faults.add(where + " is " + console.overhang() + " pixels too wide");
            }
            ((List<?>) browser.script(CLIPPED)).forEach(one -> faults.add(where + ": " + one));
            browser.keepScreen(where);
        }
    }

    @Test
    void thePublicPageIsAPosterOnPaper() throws IOException {
        for (String theme : List.of("light", "dark", "contrast")) {
            browser.script("localStorage['cloudy.theme'] = arguments[0]", theme);
            browser.open("/");
            browser.until("a code for each", "document.querySelectorAll('.poster svg.qr path').length >= 2");
            browser.print("poster-" + theme);
        }
    }
}
