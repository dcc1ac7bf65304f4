// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTest {

    private static final String REAL = "XKJ6UCH-3RCK5A7-QH2HPTZ-KIW2S3I-UYYPDLM-CWG5WGK-EP52XP3-SHLGWQX";

    @Test
    void readsWhatSyncthingWrites() {
        assertThat(DeviceId.parse(REAL)).map(DeviceId::text).contains(REAL);
        assertThat(DeviceId.parse(REAL.replace("-", "").toLowerCase(Locale.ROOT)))
                .contains(new DeviceId(REAL));
    }

    @Test
    void noticesEveryWrongLetter() {
        for (int i = 0; i < REAL.length(); i++) {
            char letter = REAL.charAt(i);
            if (letter != '-') {
                String wrong = REAL.substring(0, i) + (letter == 'B' ? 'C' : 'B') + REAL.substring(i + 1);
                assertThat(DeviceId.parse(wrong)).as(wrong).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "XKJ6UCH-3RCK5A7", "-------------------------------------------------------------"})
    void refusesWhatIsNone(String text) {
        assertThat(DeviceId.parse(text)).isEmpty();
        assertThatThrownBy(() -> DeviceId.require("device", text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("device: must be a Syncthing device");
    }
}
