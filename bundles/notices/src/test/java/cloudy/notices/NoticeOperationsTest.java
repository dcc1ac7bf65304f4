// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.metric.MetricSource;
import cloudy.api.notice.Notices.Urgency;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.SetClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeOperationsTest {

    @TempDir
    Path folder;

    private NoticeBoard board;
    private NoticeOperations operations;

    @BeforeEach
    void open() {
        board = new NoticeBoard(folder, new SetClock(), Duration.ofHours(1));
        operations = new NoticeOperations(board);
    }

    @AfterEach
    void close() {
        board.close();
    }

    private List<?> items(Locale language) throws Exception {
        var call = new Call(
                Optional.of(Caller.node()),
                InetAddress.getLoopbackAddress(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(language));
        Answer answer = operations.operations().get("listNotices").answer(call);
        var json = (Answer.Json) answer.content();
        return (List<?>) ((Map<?, ?>) json.value().get()).get("items");
    }

    @Test
    void listsTheMostUrgentFirstInTheCallersLanguage() throws Exception {
        board.raise("info", Urgency.INFO, Texts.of("Hello"));
        board.raise("disk", Urgency.FAULT, Sample.FULL);

        assertThat(items(new Locale("ca")))
                .hasToString("[Shown[id=disk, urgency=FAULT, text=El disc és ple., since=2026-11-22T12:00:00Z,"
                        + " dismissed=false], Shown[id=info, urgency=INFO, text=Hello, since=2026-11-22T12:00:00Z,"
                        + " dismissed=false]]");
        assertThat(items(Locale.GERMAN).get(0).toString()).contains("The disk is full.");
    }

    @Test
    void dismissesOneAndKnowsNoOther() throws Exception {
        board.raise("service:org.example/Pads", Urgency.FAULT, Sample.FULL);
        var dismiss = operations.operations().get("dismissNotice");

        Answer answer = dismiss.answer(Call.of(Caller.node(), Map.of("id", "service:org.example:Pads")));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(items(Locale.ENGLISH).get(0).toString()).contains("dismissed=true");
        assertThatThrownBy(() -> dismiss.answer(Call.of(Caller.node(), Map.of("id", "other"))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void countsThemByUrgency() {
        board.raise("disk", Urgency.FAULT, Sample.FULL);
        var figures = new HashMap<String, Double>();

        operations.collect(new MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name + labels, value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {}
        });

        assertThat(figures)
                .containsEntry("cloudy_notices{urgency=fault}", 1.0)
                .containsEntry("cloudy_notices{urgency=info}", 0.0);
    }
}
