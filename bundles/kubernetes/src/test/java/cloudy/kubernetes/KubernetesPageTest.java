// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, under the policy that the console has. */
class KubernetesPageTest extends PageContract {

    KubernetesPageTest() {
        super(new KubernetesPage(), "cloudy.kubernetes", "kubernetes.js");
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
    void offersNobodyWhatWouldBeRefused() throws Exception {
        assertThat(page.shown("?language=en&viewer"))
                .contains("cloudy/web", "nginx:1", "pads.neighbours.svc")
                .doesNotContain("Do not publish", "Remove", "<form", "<samp>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void saysWhyThereIsNothingToShow() throws Exception {
        assertThat(page.shown("?language=en&broken"))
                .contains("role=\"alert\"", "Kubernetes is off on this node.")
                .doesNotContain("None yet.", "<form");
    }
}
