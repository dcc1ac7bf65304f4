// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, under the policy that the console has. */
class ProxyPageTest extends PageContract {

    ProxyPageTest() {
        super(new ProxyPage(), "cloudy.proxy3", "proxy3.js");
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
