// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import cloudy.api.form.Texts;
import cloudy.api.job.Job;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Jobs in the HTTP API. */
@Component(service = Operations.class)
public final class JobOperations implements Operations {

    private final NodeJobs jobs;

    @Activate
    public JobOperations(@Reference NodeJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("listJobs", this::list, "getJob", this::get, "getJobLog", this::log, "cancelJob", this::cancel);
    }

    private Answer list(Call call) {
        Optional<String> state = call.find("state");
        Optional<String> kind = call.find("kind");
        Optional<String> after = call.find("cursor").map(Page::decode);
        int limit = (int) call.number("limit");
        List<Job> found = jobs.all().stream()
                .filter(job -> state.isEmpty() || job.state().name().equalsIgnoreCase(state.get()))
                .filter(job -> kind.isEmpty() || job.kind().equals(kind.get()))
                .filter(job -> after.isEmpty() || job.id().compareTo(after.get()) < 0)
                .limit(limit + 1L)
                .toList();
        List<Job> items = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next = found.size() > limit
                ? Optional.of(Page.encode(items.get(limit - 1).id()))
                : Optional.empty();
        return Answer.ok(
                new Page<>(items, next).map(job -> shown(job, call.languages())).toMap());
    }

    private Answer get(Call call) {
        return Answer.ok(shown(find(call), call.languages()));
    }

    private static Map<String, Object> shown(Job job, List<Locale> languages) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("id", job.id());
        shown.put("kind", job.kind());
        shown.put("title", job.title().in(languages));
        shown.put("by", job.by());
        shown.put("state", job.state());
        shown.put("step", job.step().in(languages));
        shown.put("percent", job.percent());
        shown.put("reason", job.reason().in(languages));
        shown.put("result", job.result());
        shown.put("created", job.created());
        job.started().ifPresent(at -> shown.put("started", at));
        job.ended().ifPresent(at -> shown.put("ended", at));
        return shown;
    }

    private Answer log(Call call) {
        String id = find(call).id();
        if (call.flag("follow")) {
            return Answer.stream("text/event-stream", new LogStream(jobs, id));
        }
        var text = new StringBuilder();
        jobs.log(id).forEach(line -> text.append(line).append('\n'));
        return Answer.bytes("text/plain; charset=utf-8", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Answer cancel(Call call) {
        String id = find(call).id();
        if (!jobs.cancel(id)) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Aquesta tasca ja ha acabat.",
                            "Esta tarea ya ha terminado.",
                            "This job has ended already."));
        }
        return Answer.accepted(id);
    }

    private Job find(Call call) {
        return jobs.find(call.text("id"))
                .orElseThrow(() -> Problem.notFound(
                        Texts.of("No existeix aquesta tasca.", "No existe esta tarea.", "There is no such job.")));
    }
}
