// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, under the policy that the console has. */
class DnsPageTest extends PageContract {

    DnsPageTest() {
        super(new DnsPage(), "cloudy.dns", "dns.js");
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
