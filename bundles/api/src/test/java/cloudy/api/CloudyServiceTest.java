// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudyServiceTest {

    @Test
    void isOnUnlessSomebodySaysOtherwise() {
        assertThat(CloudyService.isOn(Map.of())).isTrue();
        assertThat(CloudyService.isOn(Map.of(CloudyService.ENABLED, false))).isFalse();
    }

    @Test
    void takesTheTextOfAFile() {
        assertThat(CloudyService.isOn(Map.of(CloudyService.ENABLED, " true "))).isTrue();
        assertThat(CloudyService.isOn(Map.of(CloudyService.ENABLED, "off"))).isFalse();
    }
}
