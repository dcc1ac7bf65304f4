// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageInBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What pages of bundles import from {@code /ui/page.js}, in a real browser, under the console's policy. */
class SharedModuleTest {

    @TempDir
    private Path folder;

    @Test
    @EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
    void isWhatPagesAreToldOf() throws Exception {
        try (var page = new PageInBrowser(getClass(), folder)) {
            assertThat(page.shown(""))
                    .contains("exports copyable make sentence text whileSeen;", "clicked;")
                    .contains("&lt;img src=x onerror=alert(1)&gt;<b>in it</b></button>")
                    .contains("Un de 7 Two One of 7 8 constructor;", "one;", "No disk. No net.;", "true;")
                    .contains("The first look fails.;", "wanted true;", "wanted false;", "looks 3;")
                    .doesNotContain("<img");
        }
    }
}
