// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.InvalidFieldException;
import cloudy.api.event.Event;
import cloudy.api.form.Texts;
import cloudy.api.notice.Notices.Urgency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeBoardTest {

    @TempDir
    Path folder;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private NoticeBoard board;

    @BeforeEach
    void open() {
        board = new NoticeBoard(folder, Clock.systemUTC(), Duration.ofMillis(5));
        board.sinks = List.of(events::add);
    }

    @AfterEach
    void close() {
        board.close();
    }

    private Event next() throws InterruptedException {
        return events.poll(5, TimeUnit.SECONDS);
    }

    @Test
    void tellsWhatIsRaisedOnce() throws Exception {
        board.raise("doctor:disk", Urgency.FAULT, Sample.FULL);
        board.raise("doctor:disk", Urgency.FAULT, Sample.FULL);

        assertThat(next().facts()).containsEntry("state", "raised").containsEntry("urgency", "fault");
        board.clear("doctor:disk");
        assertThat(next().facts()).containsEntry("state", "cleared");
        assertThat(events).isEmpty();
        assertThat(board.all()).isEmpty();
    }

    @Test
    void keepsWhatStandsOverARestart() {
        board.raise("doctor:disk", Urgency.FAULT, Sample.FULL);
        board.raise("serf", Urgency.INFO, Texts.of("Hello"));
        board.dismiss("serf");
        List<Notice> before = board.all();
        board.close();

        board = new NoticeBoard(folder, Clock.systemUTC(), Duration.ofMillis(5));

        assertThat(board.all()).isEqualTo(before);
        assertThat(board.all().get(1).dismissed()).isTrue();
    }

    @Test
    void tellsOfOtherFiguresAndLeavesTheDiskAlone() throws Exception {
        Path file = folder.resolve("notices.json");
        board.raise("doctor:load", Urgency.WARNING, Texts.of("10 programs wait"));
        assertThat(next().facts()).containsEntry("state", "raised");
        Files.delete(file);

        board.raise("doctor:load", Urgency.WARNING, Texts.of("9 programs wait"));

        assertThat(next().facts()).containsEntry("state", "raised");
        assertThat(board.all().get(0).text().english()).isEqualTo("9 programs wait");
        assertThat(file).doesNotExist();

        board.raise("doctor:load", Urgency.WARNING, Texts.of("9 programs wait and sleep"));

        assertThat(next().facts()).containsEntry("state", "raised");
        assertThat(file).content().contains("wait and sleep");
    }

    @Test
    void setsABrokenFileAsideAndStarts() throws Exception {
        board.close();
        Path file = folder.resolve("notices.json");
        for (String broken : List.of("", "{}", "[{\"id\":\"a\"}]", "[{\"id\":\"a\",\"text\":{\"en\":1}", "[[[[")) {
            Files.writeString(file, broken);

            board = new NoticeBoard(folder, Clock.systemUTC(), Duration.ofMillis(5));

            assertThat(board.all()).isEmpty();
            assertThat(file).doesNotExist();
            assertThat(folder.resolve("notices.json.bad")).hasContent(broken);
        }
    }

    @Test
    void hasTheOldestOfTheLeastUrgentGoWhenItIsFull() {
        board.raise("fault", Urgency.FAULT, Sample.FULL);
        board.raise("first-info", Urgency.INFO, Sample.FULL);
        for (int i = 0; i < NoticeBoard.MAX - 1; i++) {
            board.raise("info-" + i, Urgency.INFO, Sample.FULL);
        }

        assertThat(board.all()).hasSize(NoticeBoard.MAX).extracting(Notice::id).contains("fault", "info-0");
        assertThat(board.all()).extracting(Notice::id).doesNotContain("first-info");
    }

    @Test
    void staysDismissedUntilItIsMoreUrgent() {
        board.raise("disk", Urgency.WARNING, Sample.FULL);
        assertThat(board.dismiss("disk")).isTrue();

        board.raise("disk", Urgency.WARNING, Texts.of("Fuller"));
        assertThat(board.all().get(0).dismissed()).isTrue();

        board.raise("disk", Urgency.FAULT, Texts.of("Full"));
        assertThat(board.all().get(0).dismissed()).isFalse();
        assertThat(board.dismiss("other")).isFalse();
    }

    @Test
    void takesIdsOfServicesAndNoOthers() {
        board.raise("service:org.example/Pads", Urgency.INFO, Sample.FULL);

        assertThat(board.all().get(0).id()).isEqualTo("service:org.example:Pads");
        board.clear("service:org.example/Pads");
        assertThat(board.all()).isEmpty();
        for (String bad : List.of("", "a b", "a\r\nb", "x".repeat(161), "à")) {
            assertThatThrownBy(() -> board.raise(bad, Urgency.INFO, Sample.FULL))
                    .isInstanceOf(InvalidFieldException.class);
        }
    }

    @Test
    void cleansWhatItIsTold() {
        board.raise("disk", Urgency.INFO, Texts.of("a\r\nb" + "x".repeat(5_000)));

        assertThat(board.all().get(0).text().in(List.of()))
                .startsWith("a\uFFFD\uFFFDb")
                .hasSize(1_000);
    }

    @Test
    void goesOnWhenASinkThrowsOrTheDiskRefuses() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        var other = new NoticeBoard(folder.resolve("file/sub"), Clock.systemUTC(), Duration.ofMillis(5));
        other.sinks = List.of(
                event -> {
                    throw new IllegalStateException("test");
                },
                events::add);

        other.raise("disk", Urgency.INFO, Sample.FULL);

        await().until(() -> !events.isEmpty());
        other.close();
    }
}
