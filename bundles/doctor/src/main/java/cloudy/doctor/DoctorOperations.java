// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.InvalidFieldException;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.metric.MetricSource;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The doctor in the HTTP API, and how many findings there are. */
@Component(service = {Operations.class, MetricSource.class})
public final class DoctorOperations implements Operations, MetricSource {

    /** A finding as the API shows it. */
    record Shown(
            String id,
            String title,
            Grade grade,
            String text,
            String advice,
            Instant looked,
            boolean ignored,
            Optional<Instant> ignoredUntil) {}

    private static final Texts WHETHER_WELL =
            Texts.of("Revisió del node", "Revisión del nodo", "See whether the node is well");

    private static final Comparator<Result> ORDER = Comparator.comparing(
                    (Result result) -> result.finding().grade(), Comparator.reverseOrder())
            .thenComparing(Result::id);

    private final Doctor doctor;
    private final Jobs jobs;

    @Activate
    public DoctorOperations(@Reference Doctor doctor, @Reference Jobs jobs) {
        this.doctor = doctor;
        this.jobs = jobs;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "listFindings",
                this::list,
                "runDoctor",
                this::run,
                "ignoreFinding",
                this::ignore,
                "heedFinding",
                this::heed);
    }

    private Answer list(Call call) {
        Optional<String> grade = call.find("grade");
        List<Shown> items = doctor.results().stream()
                .filter(result ->
                        grade.isEmpty() || result.finding().grade().name().equalsIgnoreCase(grade.get()))
                .sorted(ORDER)
                .map(result -> shown(result, call.languages()))
                .toList();
        var list = new LinkedHashMap<String, Object>();
        list.put("items", items);
        doctor.ran().ifPresent(at -> list.put("ran", at));
        if (items.isEmpty()) {
            list.put("empty", nothing().in(call.languages()));
        }
        return Answer.ok(list);
    }

    private Texts nothing() {
        if (doctor.ran().isPresent()) {
            return Texts.of("Cap control no n'ha trobat.", "Ningún control ha encontrado.", "No check has found any.");
        }
        Doctor.Seen seen = doctor.seen();
        return Texts.of(
                "S'està mirant el node (" + seen.looked() + " de " + seen.all() + "); per esperar-ho: cloudy doctor run"
                        + " --wait",
                "Se está mirando el nodo (" + seen.looked() + " de " + seen.all()
                        + "); para esperarlo: cloudy doctor run" + " --wait",
                "The node is being examined (" + seen.looked() + " of " + seen.all()
                        + "); to wait for it: cloudy doctor" + " run --wait");
    }

    private Shown shown(Result result, List<Locale> languages) {
        boolean ignored = doctor.isIgnored(result.id());
        return new Shown(
                result.id(),
                result.title().in(languages),
                result.finding().grade(),
                result.finding().text().in(languages),
                result.finding().advice().in(languages),
                result.looked(),
                ignored,
                ignored ? doctor.ignoredUntil(result.id()) : Optional.empty());
    }

    private Answer run(Call call) {
        List<Locale> languages = call.languages();
        try {
            return Answer.accepted(jobs.start("doctor.run", WHETHER_WELL, call.requireCaller(), progress -> {
                        doctor.run((result, percent) -> {
                            progress.percent(percent);
                            progress.log(line(result, languages));
                        });
                        progress.result("findings", Long.toString(count(Grade.WARNING) + count(Grade.FAULT)));
                    })
                    .id());
        } catch (RejectedExecutionException e) {
            throw Problem.tooManyJobs();
        }
    }

    /** A result, and what to do about it, for whoever looks on. */
    private static String line(Result result, List<Locale> languages) {
        Finding finding = result.finding();
        String advice = result.isBad() ? ' ' + finding.advice().in(languages) : "";
        return finding.grade().name().toLowerCase(Locale.ROOT) + ' ' + result.id() + ": "
                + finding.text().in(languages) + advice;
    }

    private Answer ignore(Call call) throws IOException {
        String id = known(call);
        Optional<Instant> until;
        try {
            until = call.bodyText("until").map(Instant::parse);
        } catch (DateTimeException e) {
            throw new InvalidFieldException(
                    "until",
                    Texts.of(
                            "ha de ser una data i hora com ara 2027-01-31T12:00:00Z",
                            "debe ser una fecha y hora como 2027-01-31T12:00:00Z",
                            "must be a time such as 2027-01-31T12:00:00Z"));
        }
        doctor.ignore(id, until);
        return Answer.done();
    }

    private Answer heed(Call call) throws IOException {
        doctor.heed(known(call));
        return Answer.done();
    }

    private String known(Call call) {
        String id = call.text("id");
        if (!doctor.knows(id)) {
            throw Problem.notFound(
                    Texts.of("No existeix aquesta revisió.", "No existe esta revisión.", "There is no such check."));
        }
        return id;
    }

    private long count(Grade grade) {
        return doctor.results().stream()
                .filter(result -> result.finding().grade() == grade)
                .count();
    }

    @Override
    public void collect(Metrics metrics) {
        for (Grade grade : Grade.values()) {
            String word = grade.name().toLowerCase(Locale.ROOT);
            metrics.gauge("cloudy_doctor_findings", "What the doctor's checks found", Map.of("grade", word), (double)
                    count(grade));
        }
    }
}
