// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, under the policy that the console has. */
class GuifiPageTest extends PageContract {

    GuifiPageTest() {
        super(new GuifiPage(), "cloudy.guifi", "guifi.js", "texts.js");
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
