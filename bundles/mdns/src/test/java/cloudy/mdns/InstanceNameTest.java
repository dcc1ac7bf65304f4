// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceNameTest {

    @Test
    void endsWithTheNodesName() {
        assertThat(InstanceName.of("Proxy3_System", "alpha")).isEqualTo("Proxy3_System @alpha");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "a description of fifty-five characters, which is just it",
                "àèìòù àèìòù àèìòù àèìòù àèìòù àèìòù",
                "☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂☂",
                "🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵🎵"
            })
    void fitsALabelAndCutsTheDescriptionBetweenCharacters(String description) {
        String label = InstanceName.of(description, "alpha");

        assertThat(Text.utf8Length(label)).isLessThanOrEqualTo(63);
        assertThat(label).endsWith(" @alpha").doesNotContain("\uFFFD");
        String shown = InstanceName.description(label, "alpha");
        assertThat(description).startsWith(shown);
        assertThat(Text.utf8Length(shown)).isGreaterThan(Math.min(50, Text.utf8Length(description)) - 1);
    }

    @Test
    void leavesNoBlankWhereItCuts() {
        String description = "x".repeat(55) + " y";

        assertThat(InstanceName.of(description, "alpha")).isEqualTo("x".repeat(55) + " @alpha");
    }

    @Test
    void leavesRoomForTheDescriptionOfANodeWithTheLongestName() {
        String node = "n".repeat(63);

        String label = InstanceName.of("Shared pads", node);

        assertThat(label).startsWith("Shared pads @nnn");
        assertThat(Text.utf8Length(label)).isLessThanOrEqualTo(63);
        assertThat(InstanceName.description(label, node)).isEqualTo("Shared pads");
    }

    @ParameterizedTest
    @CsvSource({
        "Pads @alpha, alpha, Pads",
        "Pads @ALPHA, alpha, Pads",
        "Pads @beta, alpha, Pads @beta",
        "Pads, alpha, Pads",
        "me @home @alpha, alpha, me @home",
        "' @alpha', alpha, ' @alpha'",
        "Pads @, alpha, Pads @"
    })
    void isShownWithoutItsEndWhereThatIsTheHostsName(String label, String host, String shown) {
        assertThat(InstanceName.description(label, host)).isEqualTo(shown);
    }
}
