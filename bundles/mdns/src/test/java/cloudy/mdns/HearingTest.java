// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.mdns.Hearing.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HearingTest {

    private final Hearing hearing = new Hearing();

    @Test
    void saysSomethingAfterEachLookWithoutAWord() {
        assertThat(hearing.look(true)).isEqualTo(Step.NONE);
        assertThat(hearing.look(false)).isEqualTo(Step.CALL);
        assertThat(hearing.look(true)).isEqualTo(Step.NONE);
        assertThat(hearing.isDeaf()).isFalse();
    }

    @Test
    void givesUpASocketThatHearsNoneOfItsCalls() {
        assertThat(looks(Hearing.DEAF)).containsExactly(Step.CALL, Step.CALL, Step.CALL, Step.RENEW);
        assertThat(hearing.isDeaf()).isFalse();
    }

    @Test
    void isDeafWhenAnotherSocketDoesNotHelpAndNoLongerOnceItHears() {
        looks(Hearing.DEAF);
        hearing.look(false);
        assertThat(hearing.isDeaf()).isTrue();

        hearing.look(true);

        assertThat(hearing.isDeaf()).isFalse();
        assertThat(looks(Hearing.DEAF)).endsWith(Step.RENEW);
    }

    @Test
    void opensSocketsEverMoreSeldomWhenNoneHelps() {
        // A day of looks every ten seconds.
        long renewals = looks(8_640).stream().filter(Step.RENEW::equals).count();

        assertThat(renewals).isBetween(100L, 150L);
        assertThat(hearing.isDeaf()).isTrue();
    }

    private List<Step> looks(int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(hearing.look(false));
        }
        return steps;
    }
}
