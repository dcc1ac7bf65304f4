// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.bzip2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class Bzip2Test {

    private static final int LIMIT = 64 * 1024;

    private final Random random = new Random(20261122);

    @Test
    void anotherImplementationReadsWhatIsWritten() throws IOException {
        for (int round = 0; round < 150; round++) {
            byte[] input = someBytes(round);

            byte[] packed = Bzip2.compress(input);

            assertThat(readByOther(packed)).isEqualTo(input);
            assertThat(Bzip2.decompress(packed, LIMIT)).isEqualTo(input);
        }
    }

    @Test
    void whatAnotherImplementationWroteIsRead() throws IOException {
        for (int round = 0; round < 60; round++) {
            byte[] input = someBytes(round);

            assertThat(Bzip2.decompress(writtenByOther(input, 1 + round % 9), LIMIT))
                    .isEqualTo(input);
        }
    }

    @Test
    void severalBlocksAreRead() throws IOException {
        byte[] input = new byte[250_000];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) random.nextInt(40);
        }

        assertThat(Bzip2.decompress(writtenByOther(input, 1), 300_000)).isEqualTo(input);
    }

    @Test
    void isNoLargerThanTheUsualWriter() throws IOException {
        int ours = 0;
        int theirs = 0;
        for (int count = 1; count <= 8; count++) {
            byte[] input = text(count);
            ours += Bzip2.compress(input).length;
            theirs += writtenByOther(input, 9).length;
        }

        assertThat(ours).isLessThanOrEqualTo(theirs);
    }

    @Test
    void aBombIsRefusedAtTheLimit() throws IOException {
        byte[] bomb = writtenByOther(new byte[40_000_000], 9);
        assertThat(bomb.length).isLessThan(100);

        assertThatThrownBy(() -> Bzip2.decompress(bomb, LIMIT)).isInstanceOf(Bzip2Exception.class);
    }

    @Test
    void exactlyTheLimitIsAllowed() throws IOException {
        byte[] packed = Bzip2.compress(new byte[LIMIT]);

        assertThat(Bzip2.decompress(packed, LIMIT)).hasSize(LIMIT);
        assertThatThrownBy(() -> Bzip2.decompress(packed, LIMIT - 1)).isInstanceOf(Bzip2Exception.class);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] packed = Bzip2.compress(text(6));

        for (int length = 0; length < packed.length; length++) {
            byte[] part = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> Bzip2.decompress(part, LIMIT)).isInstanceOf(Bzip2Exception.class);
        }
    }

    @Test
    void damageIsRefusedOrHarmlessAndNeverSlow() {
        assertTimeout(Duration.ofSeconds(30), () -> {
            for (int records = 1; records < 7; records++) {
                byte[] packed = Bzip2.compress(text(records));
                for (int round = 0; round < 1_500; round++) {
                    byte[] damaged = packed.clone();
                    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    readWhatever(damaged);
                }
            }
            for (int round = 0; round < 10_000; round++) {
                byte[] junk = new byte[random.nextInt(600)];
                random.nextBytes(junk);
                byte[] head = "BZh91AY&SY".getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(head, 0, junk, 0, Math.min(head.length, junk.length));
                readWhatever(junk);
            }
        });
    }

    private static void readWhatever(byte[] packed) {
        try {
            assertThat(Bzip2.decompress(packed, LIMIT).length).isLessThanOrEqualTo(LIMIT);
        } catch (Bzip2Exception e) {
            assertThat(e).hasMessageStartingWith("not bzip2: ");
        }
    }

    private byte[] someBytes(int round) {
        return switch (round % 5) {
            case 0 -> text(round % 11);
            case 1 -> repeated(random.nextInt(3000));
            case 2 -> random(random.nextInt(2000), 256);
            case 3 -> random(random.nextInt(5000), 2 + random.nextInt(5));
            default -> "abcabc".repeat(random.nextInt(300)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] repeated(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) random.nextInt(256));
        return bytes;
    }

    private byte[] random(int length, int alphabet) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(alphabet);
        }
        return bytes;
    }

    private byte[] text(int records) {
        var text = new StringBuilder("[");
        for (int i = 0; i < records; i++) {
            text.append("{\"s\":\"type")
                    .append(random.nextInt(9))
                    .append("\",\"d\":\"Some_service_")
                    .append(random.nextInt(100))
                    .append("\",\"m\":\"raspberrypi.guifi.local\",\"i\":\"10.139.40.")
                    .append(random.nextInt(255))
                    .append("\",\"p\":\"")
                    .append(random.nextInt(65536))
                    .append("\",\"e\":\"\",\"t\":\"\"},");
        }
        return text.append("]\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] readByOther(byte[] packed) throws IOException {
        try (var in = new BZip2CompressorInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] writtenByOther(byte[] input, int level) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new BZip2CompressorOutputStream(bytes, level)) {
            out.write(input);
        }
        return bytes.toByteArray();
    }
}
