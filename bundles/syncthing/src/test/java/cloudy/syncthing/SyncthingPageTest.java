// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, under the policy that the console has. */
class SyncthingPageTest extends PageContract {

    SyncthingPageTest() {
        super(new SyncthingPage(), "cloudy.syncthing", "syncthing.js");
    }

    @ParameterizedTest
    @CsvSource({"en, asks to connect, synchronising", "ca, demana connectar-se, sincronitzant"})
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void showsWhatStrangersWroteAsText(String language, String asks, String syncing) throws Exception {
        String shown = page.shown("?language=" + language);

        assertThat(shown)
                .contains(asks, syncing, "&lt;i&gt;carla&lt;/i&gt;", "&lt;img src=x onerror=alert(1)&gt;")
                .contains("&lt;script&gt;bert&lt;/script&gt;", "&lt;b&gt;a&lt;/b&gt;: no room", "x.sync-conflict-1")
                .doesNotContain("<img", "<i>", "<b>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void sendsWhatIsClicked() throws Exception {
        String device = "P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2";

        assertThat(page.shown("?language=en"))
                .contains("<samp>POST x/cloudy.syncthing/requests/" + device + "/accept {}</samp>")
                .contains("<samp>POST x/cloudy.syncthing/requests/" + device + "/refuse </samp>")
                .contains("/requests/" + device + "/folders/accept {\"folder\":\"notes\"}</samp>")
                .contains("<samp>PATCH x/cloudy.syncthing/folders/photos {\"paused\":true}</samp>");
    }

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void saysWhyThereIsNothingToShow() throws Exception {
        assertThat(page.shown("?language=en&broken")).contains("role=\"alert\"", "Syncthing is off on this node.");
    }
}
