// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageInBrowser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, under the policy that the console has. */
class DnsPageTest {

    @TempDir
    private Path folder;

    private PageInBrowser page;

    @BeforeEach
    void serve() throws IOException {
        page = new PageInBrowser(getClass(), folder, "dns.js");
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @Test
    void isWhatTheConsoleAsksFor() throws IOException {
        var brought = new DnsPage();

        assertThat(page.script(brought.module())).contains("customElements.define('" + brought.element() + "'");
        assertThat(brought.service()).isEqualTo("cloudy.dns");
        assertThat(brought.title().byLanguage()).containsKeys("ca", "es", "en");
    }

    @Test
    void hasEveryTextInThreeLanguages() throws IOException {
        var keys = page.keys("dns.js");

        assertThat(keys).hasSize(3);
        assertThat(keys.get(0)).hasSizeGreaterThan(30);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isEqualTo(keys.get(0));
    }

    @Test
    void makesNoMarkupOfText() throws IOException {
        assertThat(page.script("dns.js")).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval(");
    }

    @ParameterizedTest
    @CsvSource({"en, Use this DNS, 100 questions a second", "ca, Useu aquest DNS, 100 preguntes per segon"})
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void showsWhatStrangersWroteAsTextAndAsksForNewsAtAClick(String language, String use, String rate)
            throws Exception {
        String shown = page.shown("?click&language=" + language);

        assertThat(shown)
                .contains(use, rate, "resolvectl dns wlan0 10.77.0.1", "vic.example", "2026112201", "no NS records")
                .contains(
                        "&lt;img src=x onerror=alert(1)&gt;", "&lt;b&gt;bert&lt;/b&gt;", "guifi.net cannot be reached")
                .contains("<samp>POST x/cloudy.dns/refresh </samp>")
                .doesNotContain("<img", "<b>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void saysHowToUseOthersWhileItIsOff() throws Exception {
        assertThat(page.shown("?language=es&off"))
                .contains("En este nodo el servidor de nombres está apagado.", "resolvectl dns wlan0 10.1.2.3");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void saysWhyThereIsNothingToShow() throws Exception {
        assertThat(page.shown("?language=en&broken")).contains("role=\"alert\"", "The node does not answer.");
    }
}
