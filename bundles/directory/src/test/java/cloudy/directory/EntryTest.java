// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryTest {

    private final Source source = new Source(1);

    @Test
    void givesBackWhatItWasMadeOf() {
        Announcement full = Heard.lan(7, "Càmera._http._tcp.local.")
                .type("Web-Cam")
                .description("Càmera del terrat 📷")
                .host("terrat")
                .protocol(Protocol.UDP)
                .txt(Txt.parse("path=/live&bare&empty=&a=b=c"))
                .firstHeard(Heard.NOW.minusSeconds(60))
                .distance(Optional.of(Duration.ofNanos(12_345_678)))
                .build();

        assertThat(Entry.of(source, full).announcement()).isEqualTo(full);
    }

    @Test
    void givesBackTheLeastThatCanBeSaid() {
        Announcement least = Announcement.heardBy("mdns", Audience.LAN, "", Heard.address("fd00::1"), Heard.NOW)
                .build();

        assertThat(Entry.of(source, least).announcement()).isEqualTo(least);
    }

    @Test
    void tellsAnEmptyNodeIdFromNone() {
        Announcement empty = Heard.of(1, "a").nodeId(Optional.of("")).build();

        assertThat(Entry.of(source, empty).announcement().nodeId()).contains("");
    }

    @Test
    void givesBackAnythingThatStrangersSay() {
        var random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            Announcement any = Heard.of(random.nextInt(5_000), noise(random, 300))
                    .type(noise(random, 80))
                    .description(noise(random, 300))
                    .host(noise(random, 300))
                    .nodeId(random.nextBoolean() ? Optional.empty() : Optional.of(noise(random, 80)))
                    .txt(new Txt(List.of(
                            new Txt.Pair("k" + noise(random, 40).replace("=", ""), Optional.of(noise(random, 300))),
                            Txt.Pair.parse("t" + noise(random, 300)))))
                    .build();

            assertThat(Entry.of(source, any).announcement()).isEqualTo(any);
        }
    }

    @Test
    void readsPairsAsATxtRecordWould() {
        Announcement odd = Heard.of(1, "a")
                .txt(new Txt(List.of(
                        new Txt.Pair("a=b", Optional.of("c")),
                        new Txt.Pair("", Optional.empty()),
                        new Txt.Pair("d=e", Optional.empty()))))
                .build();

        assertThat(Entry.of(source, odd).announcement().txt()).isEqualTo(Txt.parse("a=b=c&d=e"));
    }

    @Test
    void survivesImpossibleTimes() {
        Announcement odd = Heard.of(1, "a")
                .firstHeard(Instant.MIN)
                .distance(Optional.of(Duration.ofSeconds(Long.MAX_VALUE)))
                .build();
        Announcement past = Heard.of(1, "b")
                .distance(Optional.of(Duration.ofDays(-200_000)))
                .build();

        assertThat(Entry.of(source, odd).announcement().firstHeard()).isBefore(Heard.NOW);
        assertThat(Entry.of(source, odd).announcement().distance())
                .hasValueSatisfying(far -> assertThat(far).isGreaterThan(Duration.ofDays(100_000)));
        assertThat(Entry.of(source, past).announcement().distance()).contains(Duration.ZERO);
    }

    @Test
    void noticesEachValueThatDiffers() {
        Announcement one = Heard.of(1, "a").build();
        Entry entry = Entry.of(source, one);

        assertThat(entry.saysTheSameAs(Entry.of(source, one.copy().build()))).isTrue();
        assertThat(entry.saysTheSameAs(Entry.of(source, one.copy().type("x").build())))
                .isFalse();
        assertThat(entry.saysTheSameAs(
                        Entry.of(source, one.copy().description("x").build())))
                .isFalse();
        assertThat(entry.saysTheSameAs(Entry.of(source, one.copy().host("x").build())))
                .isFalse();
        assertThat(entry.saysTheSameAs(
                        Entry.of(source, one.copy().nodeId(Optional.empty()).build())))
                .isFalse();
        assertThat(entry.saysTheSameAs(Entry.of(source, one.copy().port(1).build())))
                .isFalse();
        assertThat(entry.saysTheSameAs(
                        Entry.of(source, one.copy().protocol(Protocol.UDP).build())))
                .isFalse();
        assertThat(entry.saysTheSameAs(
                        Entry.of(source, one.copy().txt(Txt.parse("a")).build())))
                .isFalse();
        assertThat(entry.saysTheSameAs(Entry.of(
                        source, one.copy().distance(Optional.of(Duration.ZERO)).build())))
                .isFalse();
    }

    static String noise(Random random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0 -> text.append((char) random.nextInt(0x250));
                case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                case 2 -> text.append('\uFDFA').append("Ǟ");
                default -> text.append((char) ('!' + random.nextInt(90)));
            }
        }
        return text.toString();
    }
}
