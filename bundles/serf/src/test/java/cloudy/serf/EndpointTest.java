// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.0.0.1:5000",
                "a.example:65535, b.example",
                "[fd00::1]:5000,",
                "",
                "2001.example:1"
            })
    void whatTheSettingsTakeCanBeRead(String text) {
        assertThat(text).matches(Endpoint.LIST);
        assertThat(Endpoint.parseAll("join", List.of(text), 5000)).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1:99999", "10.0.0.1:0", "[::1", "..[::1", ":", ":5000", "5000", "a, 5000", "a b", "a:b"})
    void whatCannotBeReadIsNotTakenByTheSettings(String text) {
        assertThat(text).doesNotMatch(Endpoint.LIST);
        assertThatThrownBy(() -> Endpoint.parseAll("join", List.of(text), 5000))
                .isInstanceOf(InvalidFieldException.class);
    }
}
