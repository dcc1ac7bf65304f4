// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServicesTagTest {

    private final Random random = new Random(8);

    @Test
    void readsTheCapturedTagByteForByte() throws IOException {
        assertThat(ServicesTag.text(OldVectors.ONE)).isEqualTo(OldVectors.ONE_TEXT);
        RecordReader.Result result = ServicesTag.decode(OldVectors.ONE);
        assertThat(result.bad()).isZero();
        assertThat(result.records())
                .containsExactly(new ServiceRecord(
                        "tincvpn",
                        "TincVPN_System",
                        "raspberrypi.guifi.local",
                        "192.168.1.141",
                        "665",
                        "",
                        "",
                        Protocol.TCP));
    }

    @Test
    void readsTheCapturedTagWithTwoRecordsOfWhichOneHasSingleQuotes() throws IOException {
        RecordReader.Result result = ServicesTag.decode(OldVectors.TWO);

        assertThat(result.bad()).isZero();
        assertThat(result.records()).hasSize(2);
        assertThat(result.records()).extracting(ServiceRecord::type).contains("tincvpn");
        assertThat(ServicesTag.text(OldVectors.TWO)).contains("TEST");
    }

    @Test
    void writesWhatTheCapturedTagSays() throws IOException {
        String value = ServicesTag.encode(ServicesTag.decode(OldVectors.ONE).records());

        assertThat(ServicesTag.text(value)).isEqualTo(OldVectors.ONE_TEXT);
        assertThat(value.length()).isLessThanOrEqualTo(OldVectors.ONE.length());
    }

    @Test
    void anEmptyListIsAnEmptyArray() throws IOException {
        assertThat(ServicesTag.text(ServicesTag.encode(List.of()))).isEqualTo("[]\n");
        assertThat(ServicesTag.decode(ServicesTag.encode(List.of()))).isEqualTo(new RecordReader.Result(List.of(), 0));
    }

    @Test
    void junkIsOneBadRecord() {
        for (String junk : List.of("hello", "QlpoOTFBWSZTWQ==", "====", "ñ", "QlpoOTFBWSZTWYyBIrA")) {
            assertThat(ServicesTag.decode(junk)).as(junk).isEqualTo(new RecordReader.Result(List.of(), 1));
        }
        assertThat(ServicesTag.decode("A".repeat(5_000)).bad()).isEqualTo(1);
        assertThat(ServicesTag.decode(" ").bad()).isZero();
    }

    /** Every page of every node of the original reads all tags as one: a single blank empties all of them. */
    @Test
    void tenThousandAnnouncementsBreakNoOldReader() throws IOException {
        var tags = new ArrayList<String>();
        var expected = new ArrayList<ServiceRecord>();
        for (int i = 0; i < 10_000; i += 25) {
            var records = new ArrayList<ServiceRecord>();
            Set<String> keys = new HashSet<>();
            for (int j = 0; j < 25; j++) {
                ServiceRecord record = ServiceRecord.of(
                        hostileOffer(), "node\u00a0name 'x'.guifi.local", TestNode.address("10.1.2.3"));
                if (keys.add(record.key())) {
                    records.add(record);
                }
            }
            expected.addAll(records);
            tags.add(ServicesTag.encode(records));
        }

        List<Map<String, String>> read = OldReader.read(tags);

        assertThat(read).hasSameSizeAs(expected);
        assertThat(read.size()).isGreaterThan(9_900);
        for (int i = 0; i < read.size(); i++) {
            ServiceRecord record = expected.get(i);
            assertThat(read.get(i))
                    .containsEntry("s", record.type())
                    .containsEntry("d", record.description())
                    .containsEntry("p", record.port())
                    .containsEntry("t", record.txt())
                    .containsKeys("m", "i", "e");
        }
    }

    @Test
    void readsBackWhatItWrote() {
        for (int i = 0; i < 300; i++) {
            var records = new ArrayList<ServiceRecord>();
            for (int j = 0; j < random.nextInt(8); j++) {
                records.add(ServiceRecord.of(hostileOffer(), "a.guifi.local", TestNode.address("10.1.2.3")));
            }

            assertThat(ServicesTag.decode(ServicesTag.encode(records))).isEqualTo(new RecordReader.Result(records, 0));
        }
    }

    @Test
    void roomIsWhatSerfLeaves() {
        // serf 0.9.4: a single tag "t" takes a value of 505 bytes and no more.
        assertThat(ServicesTag.room(Map.of())).isEqualTo(512 - 1 - 1 - 9 - 3);
        assertThat(ServicesTag.room(Map.of("t", "x".repeat(100)))).isEqualTo(498 - 2 - 103);
        assertThat(ServicesTag.room(Map.of("t", "x".repeat(505)))).isNegative();
    }

    private Offer hostileOffer() {
        return new Offer(
                "key",
                "type" + random.nextInt(1_000),
                text(1 + random.nextInt(60)),
                java.util.Optional.empty(),
                random.nextInt(65536),
                random.nextBoolean() ? Protocol.TCP : Protocol.UDP,
                new Txt(List.of(
                        new Txt.Pair(text(1 + random.nextInt(10)), java.util.Optional.empty()),
                        new Txt.Pair("key", java.util.Optional.of(text(random.nextInt(20)))))),
                cloudy.api.Audience.COMMUNITY);
    }

    /** What passes for a description: no control characters, anything else. */
    private String text(int length) {
        String nasty = " '\"\\&{}[],:;<>$`|%\u00a0\u2003\u3000\u200b\u202e\ufeffàçñ€x_=#-\u2019";
        var text = new StringBuilder("d");
        while (text.length() < length) {
            int c = random.nextInt(3) > 0
                    ? nasty.charAt(random.nextInt(nasty.length()))
                    : 32 + random.nextInt(random.nextInt(10) == 0 ? 0x1F000 : 200);
            if (!cloudy.api.Text.isControl(c)) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }
}
