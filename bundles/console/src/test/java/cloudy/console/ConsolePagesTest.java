// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.testing.PageInBrowser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The console as it was built, in a real browser, beside a node that answers from memory. */
@EnabledIf("cloudy.testing.PageInBrowser#hasBrowser")
class ConsolePagesTest {

    @TempDir
    private Path folder;

    private PageInBrowser page;

    @BeforeEach
    void serve() throws Exception {
        page = new PageInBrowser(getClass(), folder, "console.js", "shared.js", "printed.js", "copied.js", "moved.js")
                .with("/ui/", "/cloudy/console/ui/");
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @Test
    void bundlesFindWhatTheirPagesImport() throws Exception {
        assertThat(page.shown("?script=shared"))
                .contains("exports copyable make sentence text whileSeen;", "clicked;")
                .contains("&lt;img src=x onerror=alert(1)&gt;<b>in it</b></button>")
                .contains("Un de 7 Two One of 7 8 constructor;", "one;", "No disk. No net.;", "true;")
                .contains("The first look fails.;", "wanted true;", "wanted false;", "looks 3;", "told of a change;")
                .doesNotContain("<img");
    }

    @Test
    void aLongListIsPrintedAsAWhole() throws Exception {
        assertThat(page.shown("?script=printed")).contains("before;", "printed 300 300;", "after true;");
    }

    @Test
    void whatIsNotCopiedIsNotCalledSo() throws Exception {
        assertThat(page.shown("?script=copied")).contains("toasts Write permission denied.;");
    }

    @Test
    void whoGoesFromOneThingToAnotherSeesTheOther() throws Exception {
        assertThat(page.shown("?script=moved")).contains("both pages;", "second job false;");
    }
}
