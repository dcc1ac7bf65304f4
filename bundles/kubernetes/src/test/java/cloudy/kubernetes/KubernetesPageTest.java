// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

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
class KubernetesPageTest {

    @TempDir
    private Path folder;

    private PageInBrowser page;

    @BeforeEach
    void serve() throws IOException {
        page = new PageInBrowser(getClass(), folder, "kubernetes.js");
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @Test
    void isWhatTheConsoleAsksFor() throws IOException {
        var brought = new KubernetesPage();

        assertThat(page.script(brought.module())).contains("customElements.define('" + brought.element() + "'");
        assertThat(brought.service()).isEqualTo("cloudy.kubernetes");
        assertThat(brought.title().byLanguage()).containsKeys("ca", "es", "en");
    }

    @Test
    void hasEveryTextInThreeLanguages() throws IOException {
        var keys = page.keys("kubernetes.js");

        assertThat(keys).hasSize(3);
        assertThat(keys.get(0)).hasSizeGreaterThan(25);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isEqualTo(keys.get(0));
    }

    @Test
    void makesNoMarkupOfText() throws IOException {
        assertThat(page.script("kubernetes.js")).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval(");
    }

    @ParameterizedTest
    @CsvSource({"en, nothing answers at 192.0.2.1:1, not published", "ca, nothing answers at 192.0.2.1:1, no publicat"})
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void showsWhatStrangersWroteAsText(String language, String why, String refused) throws Exception {
        String shown = page.shown("?language=" + language);

        assertThat(shown)
                .contains(
                        why, refused, "&lt;i&gt;pads&lt;/i&gt;", "&lt;img src=x onerror=alert(1)&gt;", "pi1 192.0.2.1")
                .contains("cloudy-switch", "nginx:1", "pads.neighbours.svc")
                .doesNotContain("<img", "<i>", "<b>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void sendsWhatIsClicked() throws Exception {
        assertThat(page.shown("?language=en"))
                .contains(
                        "<samp>PATCH x/cloudy.kubernetes/clusters/home/services/cloudy/web {\"publish\":false}</samp>")
                .contains(
                        "<samp>PATCH x/cloudy.kubernetes/clusters/home/services/default/plain {\"publish\":true}</samp>")
                .contains("<samp>DELETE x/cloudy.kubernetes/imports/pads </samp>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void saysWhyThereIsNothingToShow() throws Exception {
        assertThat(page.shown("?language=en&broken")).contains("role=\"alert\"", "Kubernetes is off on this node.");
    }
}
