// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void neverDeniesWhatIsThere() {
        var random = new Random(9);
        for (int i = 0; i < 5_000; i++) {
            byte[] text = Fold.utf8(Fold.fold(EntryTest.noise(random, 60)));
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length - from + 1);

            assertThat(Signature.of(text, 0).covers(Signature.of(Arrays.copyOfRange(text, from, to), 0)))
                    .isTrue();
        }
    }

    @Test
    void deniesMostOfWhatIsNotThere() {
        Signature proxy = of("proxy3\0web proxy\0node-17\0path=/\0");

        assertThat(proxy.covers(of("camera"))).isFalse();
        assertThat(proxy.covers(of("syncthing"))).isFalse();
    }

    @Test
    void hasNoCase() {
        assertThat(of("PROXY")).isEqualTo(of("proxy"));
    }

    @Test
    void cannotTellOfOneLetter() {
        assertThat(of("a")).isEqualTo(Signature.NONE);
        assertThat(of("proxy").covers(of("qz"))).isFalse();
    }

    @Test
    void doesNotReachOverTheEndOfAText() {
        assertThat(of("ab\0cd")).isEqualTo(of("ab").and(of("cd")));
    }

    private static Signature of(String text) {
        return Signature.of(Fold.utf8(text), 0);
    }
}
