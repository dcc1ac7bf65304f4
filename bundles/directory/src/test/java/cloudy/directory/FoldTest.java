// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldTest {

    @ParameterizedTest
    @CsvSource({
        "Càmera, camera",
        "CAMERA, camera",
        "ÀÉÍÒÚÇÑ, aeioucn",
        "Ca\u0300mera, camera",
        "İstanbul, istanbul",
        "Col·lecció, colleccio",
        "ΟΔΟΣ, οδοσ",
        "中文 пошта, 中文 пошта"
    })
    void forgetsCaseAndAccents(String text, String folded) {
        assertThat(Fold.fold(text)).isEqualTo(folded);
    }

    @Test
    void keepsWhatParts() {
        assertThat(Fold.fold("À\0b=C\0")).isEqualTo("a\0b=c\0");
    }
}
