// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.doctor.Finding.Grade;
import org.junit.jupiter.api.Test;

class SetupCheckTest {

    @Test
    void findsThatNobodyHasTakenTheNodeOver() {
        assertThat(new SetupCheck(() -> true).look().grade()).isEqualTo(Grade.WARNING);
        assertThat(new SetupCheck(() -> false).look().grade()).isEqualTo(Grade.FINE);
    }
}
