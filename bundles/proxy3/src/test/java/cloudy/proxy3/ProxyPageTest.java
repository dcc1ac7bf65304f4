// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

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
class ProxyPageTest {

    @TempDir
    private Path folder;

    private PageInBrowser page;

    @BeforeEach
    void serve() throws IOException {
        page = new PageInBrowser(getClass(), folder, "proxy3.js");
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @Test
    void isWhatTheConsoleAsksFor() throws IOException {
        var brought = new ProxyPage();

        assertThat(page.script(brought.module())).contains("customElements.define('" + brought.element() + "'");
        assertThat(brought.service()).isEqualTo("cloudy.proxy3");
        assertThat(brought.title().byLanguage()).containsKeys("ca", "es", "en");
    }

    @Test
    void hasEveryTextInThreeLanguages() throws IOException {
        var keys = page.keys("proxy3.js");

        assertThat(keys).hasSize(3);
        assertThat(keys.get(0)).hasSizeGreaterThan(30);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isEqualTo(keys.get(0));
    }

    @Test
    void makesNoMarkupOfText() throws IOException {
        assertThat(page.script("proxy3.js")).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval(");
    }

    @ParameterizedTest
    @CsvSource({"en, Use this proxy, Users of this node", "ca, Usa aquest proxy, Usuaris d’aquest node"})
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void showsWhatToSetAndWhatStrangersWroteAsText(String language, String use, String users) throws Exception {
        assertThat(page.shown("?language=" + language))
                .contains(
                        use, users, "http://127.0.0.1:7000/proxy.pac", "http_proxy=http://10.1.2.3:3128", "<cloudy-qr>")
                .contains("&lt;img src=x onerror=alert(1)&gt;", "&lt;b&gt;bungled&lt;/b&gt;", "25", "12 ms")
                .doesNotContain("<img", "<b>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void sendsWhatIsClicked() throws Exception {
        assertThat(page.shown("?language=en"))
                .contains("<samp>DELETE x/cloudy.proxy3/users/anna </samp>")
                .contains("<samp>PUT x/cloudy.proxy3/users/bert {\"password\":\"four ladders\"}</samp>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void showsTheFederation() throws Exception {
        assertThat(page.shown("?language=es&mode=federated"))
                .contains(
                        "Proxys federados",
                        "inout",
                        "guifi.net &lt;i&gt;is&lt;/i&gt; away",
                        "Preguntar ahora a guifi.net")
                .doesNotContain("Usuarios de este nodo");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void saysWhyThereIsNothingToShow() throws Exception {
        assertThat(page.shown("?language=en&broken")).contains("role=\"alert\"", "The proxy is being made ready.");
    }
}
