// SPDX-License-Identifier: Apache-2.0
package cloudy.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void isCalledLikeItsService() {
        Page page = new Page() {

            @Override
            public String service() {
                return "cloudy.shelf";
            }

            @Override
            public Texts title() {
                return Texts.of("Shelf");
            }
        };

        assertThat(page.module()).isEqualTo("shelf.js");
        assertThat(page.element()).isEqualTo("cloudy-shelf");
    }
}
