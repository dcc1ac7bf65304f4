// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.form.Texts;
import cloudy.api.metric.MetricSource;
import cloudy.api.notice.Notices.Urgency;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Notices in the HTTP API, and how many there are. */
@Component(service = {Operations.class, MetricSource.class})
public final class NoticeOperations implements Operations, MetricSource {

    /** A notice as the API shows it. */
    record Shown(String id, Urgency urgency, String text, Instant since, boolean dismissed) {}

    private static final Comparator<Notice> ORDER = Comparator.comparing(Notice::dismissed)
            .thenComparing(Notice::urgency, Comparator.reverseOrder())
            .thenComparing(Notice::since, Comparator.reverseOrder())
            .thenComparing(Notice::id);

    private final NoticeBoard board;

    @Activate
    public NoticeOperations(@Reference NoticeBoard board) {
        this.board = board;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("listNotices", this::list, "dismissNotice", this::dismiss);
    }

    private Answer list(Call call) {
        List<Shown> items = board.all().stream()
                .sorted(ORDER)
                .map(notice -> new Shown(
                        notice.id(),
                        notice.urgency(),
                        notice.text().in(call.languages()),
                        notice.since(),
                        notice.dismissed()))
                .toList();
        return Answer.ok(Map.of("items", items));
    }

    private Answer dismiss(Call call) {
        if (!board.dismiss(call.text("id"))) {
            throw Problem.notFound(
                    Texts.of("No existeix aquest avís.", "No existe este aviso.", "There is no such notice."));
        }
        return Answer.done();
    }

    @Override
    public void collect(Metrics metrics) {
        List<Notice> all = board.all();
        for (Urgency urgency : Urgency.values()) {
            long count =
                    all.stream().filter(notice -> notice.urgency() == urgency).count();
            metrics.gauge(
                    "cloudy_notices",
                    "Notices that stand",
                    Map.of("urgency", urgency.name().toLowerCase(Locale.ROOT)),
                    (double) count);
        }
    }
}
