// SPDX-License-Identifier: Apache-2.0
package cloudy.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalServiceTest {

    @ParameterizedTest
    @ValueSource(strings = {"cloudy.serf", "cloudy.external~Shared_pads-1", "cloudy.registry.x"})
    void hasSettingsOfItsOwn(String id) {
        assertThat(LocalService.pid(id)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.example/cloudy.serf",
                "org.example.Pads",
                "cloudy.serf#2",
                "cloudy.serf.SerfService",
                "cloudy",
                "cloudy.external~../x",
                "cloudy.serf\n"
            })
    void hasNoneThatCouldBeNamed(String id) {
        assertThat(LocalService.pid(id)).isEmpty();
    }
}
