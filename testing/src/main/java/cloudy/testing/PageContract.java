// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.page.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of each page that a bundle brings to the console; the bundle's own test says what its page shows. */
public abstract class PageContract {

    private static final int FEWEST_TEXTS = 30;

    /** The page in a browser, for each test anew. */
    protected PageInBrowser page;

    private final Page brought;
    private final String service;
    private final String[] modules;

    @TempDir
    private Path folder;

    /**
     * Names what is tested.
     *
     * @param brought what the bundle registers
     * @param service whose page it is
     * @param modules its scripts; the last one has the texts
     */
    protected PageContract(Page brought, String service, String... modules) {
        this.brought = brought;
        this.service = service;
        this.modules = modules.clone();
    }

    @BeforeEach
    final void serve() throws IOException {
        page = new PageInBrowser(getClass(), folder, modules);
    }

    @AfterEach
    final void stop() {
        page.close();
    }

    @Test
    final void isWhatTheConsoleAsksFor() throws IOException {
        assertThat(page.script(brought.module())).contains("customElements.define('" + brought.element() + "'");
        assertThat(brought.service()).isEqualTo(service);
        assertThat(brought.title().byLanguage()).containsKeys("ca", "es", "en");
    }

    @Test
    final void hasEveryTextInThreeLanguages() throws IOException {
        var keys = page.keys(modules[modules.length - 1]);

        assertThat(keys).hasSize(3);
        assertThat(keys.get(0)).hasSizeGreaterThanOrEqualTo(FEWEST_TEXTS);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isEqualTo(keys.get(0));
    }

    @Test
    final void makesNoMarkupOfText() throws IOException {
        for (String module : modules) {
            assertThat(page.script(module)).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval(");
        }
    }
}
