// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GramsTest {

    private final Grams grams = new Grams();

    @Test
    void neverDeniesWhatIsThere() {
        var random = new Random(9);
        List<byte[]> texts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            byte[] text = Fold.utf8(Fold.fold(EntryTest.noise(random, 60)));
            texts.add(text);
            grams.put(i, Signature.of(text, 0));
        }
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length - from + 1);

            assertThat(mayHold(i, Arrays.copyOfRange(text, from, to))).isTrue();
        }
    }

    @Test
    void deniesMostOfWhatIsNotThere() {
        put(0, "proxy3\0web proxy\0node-17\0path=/\0");

        assertThat(mayHold(0, "camera")).isFalse();
        assertThat(mayHold(0, "syncthing")).isFalse();
        assertThat(mayHold(0, "qz")).isFalse();
        assertThat(mayHold(0, "z")).isFalse();
        assertThat(mayHold(0, "proxy")).isTrue();
    }

    @Test
    void hasNoCase() {
        put(0, "PROXY");

        assertThat(mayHold(0, "proxy")).isTrue();
    }

    @Test
    void doesNotReachOverTheEndOfAText() {
        put(0, "ab\0cd");

        assertThat(mayHold(0, "abcd")).isFalse();
        assertThat(mayHold(0, "ab")).isTrue();
        assertThat(mayHold(0, "cd")).isTrue();
    }

    @Test
    void wantsAllWords() {
        put(0, "proxy");
        put(1, "proxy camera");

        long[] both = grams.covering(Signature.of(List.of(Fold.utf8("proxy"), Fold.utf8("camera"))));

        assertThat(both[0]).isEqualTo(2);
    }

    @Test
    void forgetsWhatWasUnderANumber() {
        for (int number = 0; number < 3_000; number++) {
            put(number, "camera");
        }
        grams.remove(1_500);
        put(1_500, "proxy");

        assertThat(mayHold(1_500, "camera")).isFalse();
        assertThat(mayHold(1_500, "proxy")).isTrue();
        assertThat(mayHold(1_499, "camera")).isTrue();
        assertThat(mayHold(1_501, "camera")).isTrue();
    }

    private void put(int number, String text) {
        grams.put(number, Signature.of(Fold.utf8(text), 0));
    }

    private boolean mayHold(int number, String word) {
        return mayHold(number, Fold.utf8(word));
    }

    private boolean mayHold(int number, byte[] word) {
        long[] found = grams.covering(Signature.of(word, 0));
        return (found[number / Long.SIZE] >>> number & 1) != 0;
    }
}
