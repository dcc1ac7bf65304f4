// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

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
class GuifiPageTest {

    @TempDir
    private Path folder;

    private PageInBrowser page;

    @BeforeEach
    void serve() throws IOException {
        page = new PageInBrowser(getClass(), folder, "guifi.js", "texts.js");
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @Test
    void isWhatTheConsoleAsksFor() throws IOException {
        var brought = new GuifiPage();

        assertThat(page.script(brought.module())).contains("customElements.define('" + brought.element() + "'");
        assertThat(brought.service()).isEqualTo("cloudy.guifi");
        assertThat(brought.title().byLanguage()).containsKeys("ca", "es", "en");
    }

    @Test
    void hasEveryTextInThreeLanguages() throws IOException {
        var keys = page.keys("texts.js");

        assertThat(keys).hasSize(3);
        assertThat(keys.get(0)).hasSizeGreaterThan(30);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isEqualTo(keys.get(0));
    }

    @Test
    void makesNoMarkupOfText() throws IOException {
        assertThat(page.script("guifi.js")).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval(");
    }

    @ParameterizedTest
    @CsvSource({"en, This one, Link to this device", "ca, Aquest, Enllaça amb aquest dispositiu"})
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void showsWhatStrangersWroteAsText(String language, String choose, String link) throws Exception {
        assertThat(page.shown("?language=" + language))
                .contains(link, "&lt;img src=x onerror=alert(1)&gt;ST1", "10.138.0.1")
                .doesNotContain("<img");
        assertThat(page.shown("?nowhere&language=" + language))
                .contains(choose, "&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void sendsWhatIsClickedAndSaysHowAJobEnded() throws Exception {
        assertThat(page.shown("?language=en"))
                .contains("<samp>POST x/cloudy.guifi/device/link {\"device\":201}</samp>")
                .contains("<samp>POST x/cloudy.guifi/services/declare {\"kinds\":[\"Proxy\"]}</samp>")
                .contains("<p class=\"fault\" role=\"alert\">&lt;img src=x onerror=alert(1)&gt;</p>");
        assertThat(page.shown("?nowhere&language=en")).contains("<samp>PUT x/cloudy.guifi/node {\"node\":102}</samp>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void signsInAndKeepsNoPassword() throws Exception {
        assertThat(page.shown("?out&plain&language=en"))
                .contains("http://guifi.example is not encrypted")
                .contains("<samp>POST x/cloudy.guifi/sign-in {\"user\":\"anna\",\"password\":\"secret\"}</samp>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void saysWhyThereIsNothingToShow() throws Exception {
        assertThat(page.shown("?language=en&broken")).contains("role=\"alert\"", "guifi.net is off on this node.");
    }
}
