// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WishCheckTest {

    @Test
    void saysWhatIsNotAsItIsWishedAndWhatToDo() {
        assertThat(new WishCheck(Map::of).look().grade()).isEqualTo(Grade.FINE);

        Finding found = new WishCheck(() -> Map.of("pads", "no repository has the feature pads")).look();
        assertThat(found.grade()).isEqualTo(Grade.WARNING);
        assertThat(found.text().in(List.of()))
                .isEqualTo("Not as etc/cloudy.features.cfg wishes it: pads (no repository has the feature pads).");
        assertThat(found.text().in(List.of(Locale.forLanguageTag("ca")))).startsWith("No es compleix");
        assertThat(found.advice().in(List.of())).contains("cloudy settings set cloudy.features");
    }

    @Test
    void isShortWhateverIsWished() {
        var many = new TreeMap<String, String>();
        for (int i = 0; i < 100; i++) {
            many.put("feature-" + i, "x\n".repeat(1000));
        }
        assertThat(new WishCheck(() -> many).look().text().in(List.of()))
                .hasSizeLessThan(2000)
                .doesNotContain("\n")
                .endsWith("; …");
    }
}
