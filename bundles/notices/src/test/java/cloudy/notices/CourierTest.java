// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import cloudy.testing.SetClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourierTest {

    /** Notes what is sent, unless it is broken. */
    private static final class Noted implements Channel {
        private final List<String> sent = new ArrayList<>();
        private boolean broken;
        private int tries;

        @Override
        public String word() {
            return "test";
        }

        @Override
        public void send(Message message) throws IOException {
            tries++;
            if (broken) {
                throw new IOException("nobody there");
            }
            sent.add(message.state() + ' ' + message.notice().id());
        }

        @Override
        public void close() {}
    }

    @TempDir
    Path folder;

    private final Noted channel = new Noted();
    private final SetClock clock = new SetClock();
    private List<Notice> standing = List.of();
    private Courier courier;

    @BeforeEach
    void restart() {
        courier = new Courier(
                channel,
                new NoticeFile(folder.resolve("told-test.json")),
                Urgency.WARNING,
                (notice, over) -> new Message("id", "name", notice, over));
    }

    private Optional<Instant> after(Duration time) {
        clock.pass(time);
        return courier.deliver(standing, clock.instant());
    }

    private void stand(Notice... notices) {
        standing = List.of(notices);
        after(Duration.ZERO);
    }

    @Test
    void tellsNobodyThatOnlyFiguresHaveChanged() {
        stand(load("2 programs have been waiting for 5 minutes"));
        after(Duration.ofMinutes(1));
        assertThat(channel.sent).containsExactly("raised load");

        stand(load("13 programs have been waiting for 15 minutes"));
        after(Duration.ofHours(2));
        assertThat(channel.sent).hasSize(1);

        stand(load("13 programs have been waiting for memory"));
        after(Duration.ofHours(2));
        assertThat(channel.sent).hasSize(2);
    }

    private static Notice load(String text) {
        return new Notice("load", Urgency.FAULT, Texts.of(text), SetClock.NOON, false);
    }

    @Test
    void tellsWhatHasStoodForAMinuteAndThatItIsOver() {
        stand(Sample.notice("disk", Urgency.FAULT));
        assertThat(after(Duration.ofSeconds(59))).contains(SetClock.NOON.plusSeconds(60));
        assertThat(channel.sent).isEmpty();

        assertThat(after(Duration.ofSeconds(1))).isEmpty();
        assertThat(channel.sent).containsExactly("raised disk");

        stand();
        after(Courier.HOLD_AGAIN);
        after(Duration.ofDays(1));
        assertThat(channel.sent).containsExactly("raised disk", "cleared disk");
    }

    @Test
    void isSilentAboutWhatComesAndGoes() {
        for (int i = 0; i < 100; i++) {
            stand(Sample.notice("disk", Urgency.FAULT));
            after(Duration.ofSeconds(30));
            stand();
            after(Duration.ofSeconds(30));
        }
        assertThat(channel.sent).isEmpty();

        // Slower than the first hold, a whole day long.
        for (int i = 0; i < 24 * 10; i++) {
            stand(Sample.notice("disk", Urgency.FAULT));
            after(Duration.ofMinutes(3));
            stand();
            after(Duration.ofMinutes(3));
        }
        assertThat(channel.sent).containsExactly("raised disk");
    }

    @Test
    void triesAgainMoreAndMoreSlowlyAndGivesUpAfterADay() {
        channel.broken = true;
        stand(Sample.notice("disk", Urgency.FAULT));
        Optional<Instant> next = after(Courier.HOLD);
        assertThat(courier.trouble()).isEqualTo("nobody there");
        Instant last = clock.instant();
        while (next.isPresent()) {
            last = next.get();
            next = after(Duration.between(clock.instant(), last));
        }

        assertThat(channel.tries).isBetween(20, 40);
        assertThat(last).isBetween(SetClock.NOON.plus(Courier.GIVE_UP), SetClock.NOON.plus(Duration.ofHours(26)));
        assertThat(after(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void delivesWhenTheOtherEndIsBack() {
        channel.broken = true;
        stand(Sample.notice("disk", Urgency.FAULT), Sample.notice("clock", Urgency.WARNING));
        after(Courier.HOLD);
        assertThat(channel.tries).isEqualTo(1);
        channel.broken = false;

        assertThat(after(Duration.ofSeconds(30))).isEmpty();

        assertThat(channel.sent).containsExactlyInAnyOrder("raised disk", "raised clock");
        assertThat(courier.trouble()).isEmpty();
    }

    @Test
    void tellsNothingTwiceAfterARestartAndNothingIsLost() {
        stand(Sample.notice("disk", Urgency.FAULT));
        after(Courier.HOLD);
        restart();
        after(Duration.ofHours(1));
        after(Duration.ofHours(1));
        assertThat(channel.sent).containsExactly("raised disk");

        restart();
        stand();
        after(Courier.HOLD);
        assertThat(channel.sent).containsExactly("raised disk", "cleared disk");
    }

    @Test
    void leavesOutWhatIsDismissedOrNotUrgent() {
        stand(
                Sample.notice("info", Urgency.INFO),
                Sample.notice("disk", Urgency.FAULT).dismiss());

        assertThat(after(Duration.ofDays(2))).isEmpty();
        assertThat(channel.sent).isEmpty();
    }

    @Test
    void tellsWhenTheWordsChange() {
        stand(Sample.notice("disk", Urgency.FAULT));
        after(Courier.HOLD);
        stand(new Notice("disk", Urgency.FAULT, Texts.of("Fuller"), SetClock.NOON, false));
        after(Courier.HOLD_AGAIN);

        assertThat(channel.sent).containsExactly("raised disk", "raised disk");
    }
}
