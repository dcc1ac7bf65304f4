// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.event.Event;
import cloudy.api.form.Texts;
import cloudy.api.metric.MetricSource;
import cloudy.api.notice.Notices;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Problem;
import cloudy.testing.JobsAtOnce;
import cloudy.testing.MemoryNotices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    private static final Finding BAD = Finding.fault(Texts.of("It is broken."), Texts.of("Mend it."));
    private static final Finding GOOD = Finding.fine(Texts.of("It is fine."));

    /** A check that finds what the test says. */
    private record Fixed(String id, Callable<Finding> looks) implements Check {
        @Override
        public Texts title() {
            return Texts.of("Title");
        }

        @Override
        public Finding look() throws Exception {
            return looks.call();
        }
    }

    @TempDir
    Path folder;

    private final MemoryNotices board = new MemoryNotices();
    private Doctor doctor;

    @BeforeEach
    void open() {
        doctor = new Doctor(folder.resolve("memory"), Clock.systemUTC(), Duration.ofMillis(300));
        doctor.notices = board;
    }

    @AfterEach
    void close() {
        doctor.close();
    }

    private void run(Check... checks) throws Exception {
        doctor.checks = List.of(checks);
        doctor.run((result, percent) -> {});
    }

    private Grade grade(String id) {
        return doctor.results().stream()
                .filter(result -> result.id().equals(id))
                .map(result -> result.finding().grade())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void raisesANoticeForWhatIsWrongAndClearsItWhenItIsWell() throws Exception {
        run(new Fixed("disk", () -> BAD), new Fixed("clock", () -> GOOD));
        assertThat(board.urgencies()).containsExactly(Map.entry("doctor:disk", Notices.Urgency.FAULT));
        assertThat(doctor.ran()).isPresent();

        run(new Fixed("disk", () -> GOOD), new Fixed("clock", () -> GOOD));
        assertThat(board.standing()).isEmpty();
    }

    @Test
    void takesACheckThatThrowsHangsOrSaysNothingForAFinding() throws Exception {
        var never = new CountDownLatch(1);
        var deaf = new Fixed("deaf", () -> {
            while (never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // As a check that does not listen.
                }
            }
            return GOOD;
        });
        var error = new Fixed("error", () -> {
            throw new NoClassDefFoundError("x/Y");
        });
        Check[] checks = {
            deaf,
            error,
            new Fixed("null", () -> null),
            new Fixed("throws", () -> {
                throw new IllegalStateException("no\r\nreason");
            }),
            new Fixed("well", () -> GOOD)
        };
        run(checks);
        long begun = System.nanoTime();
        run(checks);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(290));
        for (String id : List.of("deaf", "error", "null", "throws")) {
            assertThat(grade(id)).isEqualTo(Grade.WARNING);
        }
        assertThat(grade("well")).isEqualTo(Grade.FINE);
        assertThat(doctor.results().get(3).finding().text().in(List.of())).endsWith("no\uFFFD\uFFFDreason");
        never.countDown();
    }

    @Test
    void refusesChecksWithoutASoundIdAndTakesOneOfTwo() throws Exception {
        run(
                new Fixed("Not sound", () -> BAD),
                new Fixed("a", () -> GOOD),
                new Fixed("a", () -> BAD),
                new Fixed(null, () -> BAD));

        assertThat(doctor.results()).extracting(Result::id).containsExactly("a");
        assertThat(grade("a")).isEqualTo(Grade.FINE);
    }

    @Test
    void ignoresAFindingUntilItIsHeededOverARestart() throws Exception {
        run(new Fixed("disk", () -> BAD));
        doctor.ignore("disk", Optional.empty());
        assertThat(board.standing()).isEmpty();

        open();
        run(new Fixed("disk", () -> BAD));
        assertThat(board.standing()).isEmpty();
        assertThat(doctor.isIgnored("disk")).isTrue();

        assertThat(doctor.heed("disk")).isTrue();
        assertThat(board.standing()).hasSize(1);
        assertThat(doctor.heed("disk")).isFalse();
    }

    @Test
    void heedsAgainWhenTheTimeIsOver() throws Exception {
        run(new Fixed("disk", () -> BAD));
        doctor.ignore("disk", Optional.of(Instant.now().plusSeconds(60)));
        assertThat(board.standing()).isEmpty();
        doctor.ignore("disk", Optional.of(Instant.now().minusSeconds(60)));
        assertThat(board.standing()).hasSize(1);
    }

    @Test
    void clearsTheNoticeOfACheckThatWentDuringARestart() throws Exception {
        run(new Fixed("disk", () -> BAD));
        open();
        assertThat(board.standing()).hasSize(1);

        run(new Fixed("clock", () -> GOOD));

        assertThat(board.standing()).isEmpty();
    }

    @Test
    void looksAsSoonAsTheNodeIsUpAndTellsWhatIsStillSoALittleLater() throws Exception {
        var looks = new AtomicInteger();
        doctor.checks = List.of(
                new Fixed("disk", () -> BAD),
                new Fixed("multicast", () -> looks.getAndIncrement() == 0 ? BAD : GOOD),
                new Fixed("clock", () -> looks.get() > 1 ? BAD : GOOD));

        assertThat(doctor.lines()).isEmpty();
        await().until(() -> doctor.ran().isPresent());
        assertThat(grade("multicast")).isEqualTo(Grade.FAULT);
        assertThat(board.standing()).isEmpty();

        doctor.settle();
        assertThat(grade("multicast")).isEqualTo(Grade.FINE);
        assertThat(grade("clock")).as("was well and is not asked twice").isEqualTo(Grade.FINE);
        assertThat(board.standing().keySet()).containsExactly("doctor:disk");
    }

    @Test
    void whatIsMendedDoesNotStandUntilTheNextRound() throws Exception {
        var looks = new AtomicInteger();
        var clock = new Fixed("clock", () -> looks.getAndIncrement() == 0 ? GOOD : BAD);
        run(clock, new Fixed("disk", () -> BAD));
        assertThat(board.standing().keySet()).containsExactly("doctor:disk");

        doctor.checks = List.of(clock, new Fixed("disk", () -> GOOD));
        doctor.lookAgain();

        assertThat(board.standing()).isEmpty();
        assertThat(looks).as("what was well").hasValue(1);
    }

    /** Whoever corrects a setting sees at once whether that was it. */
    @Test
    void looksAgainAtWhatIsBadWhenSomethingIsSet() throws Exception {
        var mended = new AtomicBoolean();
        var looks = new AtomicInteger();
        run(new Fixed("mail", () -> mended.get() ? GOOD : BAD), new Fixed("clock", () -> {
            looks.incrementAndGet();
            return GOOD;
        }));
        mended.set(true);

        doctor.accept(Event.of("settings", "cloudy.notices"));

        await().until(() -> grade("mail") == Grade.FINE);
        await().untilAsserted(() -> assertThat(board.standing()).isEmpty());
        assertThat(looks).as("what was well").hasValue(1);
    }

    @Test
    void looksAgainAtWhatSomebodyKnowsToHaveChanged() throws Exception {
        var broken = new AtomicBoolean();
        run(new Fixed("disk", () -> broken.get() ? BAD : GOOD), new Fixed("clock", () -> broken.get() ? BAD : GOOD));
        broken.set(true);

        doctor.accept(Event.of("settings", "disk"));
        doctor.accept(Event.of("check", "disk"));
        doctor.accept(Event.of("check", "nowhere"));

        await().untilAsserted(() -> assertThat(board.standing().keySet()).containsExactly("doctor:disk"));
        assertThat(grade("clock")).isEqualTo(Grade.FINE);
    }

    @Test
    void saysThatItIsLookingWhileNothingIsFoundYet() throws Exception {
        var list = new DoctorOperations(doctor, new JobsAtOnce()).operations().get("listFindings");
        var looking = new CountDownLatch(1);
        doctor.checks = List.of(new Fixed("a", () -> GOOD), new Fixed("b", () -> {
            looking.await();
            return GOOD;
        }));
        assertThat(nothing(list)).startsWith("The node is being examined (0 of 0)");
        doctor.lines();
        await().untilAsserted(() -> assertThat(nothing(list)).contains("(1 of 2)", "cloudy doctor run --wait"));

        looking.countDown();
        await().untilAsserted(() ->
                assertThat(items(list.answer(Call.of(Caller.node(), Map.of())))).hasSize(2));
        assertThat(nothing(list, "fault")).isEqualTo("No check has found any.");
    }

    private static String nothing(Operation list, String... grade) throws Exception {
        Map<String, Object> asked = grade.length == 0 ? Map.of() : Map.of("grade", grade[0]);
        Answer answer = list.answer(Call.of(Caller.node(), asked));
        return String.valueOf(
                ((Map<?, ?>) ((Answer.Json) answer.content()).value().get()).get("empty"));
    }

    @Test
    void startsWithABrokenMemory() throws Exception {
        Files.writeString(folder.resolve("memory"), "ignored.disk=yesterday\nx=\\u12\n");
        open();
        assertThat(doctor.isIgnored("disk")).isFalse();
        Files.writeString(folder.resolve("memory"), "ignored.disk=yesterday\nignored.UP/../x=for-ever\n");
        open();
        run(new Fixed("disk", () -> BAD));
        assertThat(board.standing()).hasSize(1);
    }

    @Test
    void answersTheApi() throws Exception {
        var jobs = new JobsAtOnce();
        var operations = new DoctorOperations(doctor, jobs);
        doctor.checks = List.of(new Fixed("disk", () -> BAD), new Fixed("clock", () -> GOOD));

        assertThat(operations
                        .operations()
                        .get("runDoctor")
                        .answer(Call.of(Caller.node(), Map.of()))
                        .status())
                .isEqualTo(202);

        assertThat(jobs.failure()).isEmpty();
        assertThat(jobs.said()).containsExactly("fine clock: It is fine.", "fault disk: It is broken. Mend it.");
        var list = operations.operations().get("listFindings");
        assertThat(items(list.answer(Call.of(Caller.node(), Map.of())))).hasSize(2);
        assertThat(items(list.answer(Call.of(Caller.node(), Map.of("grade", "fault")))))
                .singleElement()
                .asString()
                .contains("id=disk", "grade=FAULT", "text=It is broken.", "advice=Mend it.", "ignored=false");
        Call ignore = Call.of(Caller.node(), Map.of("id", "disk"));
        operations.operations().get("ignoreFinding").answer(ignore.with(Map.of("until", "2099-01-01T00:00:00Z")));
        assertThat(items(list.answer(Call.of(Caller.node(), Map.of()))).get(0).toString())
                .contains("ignored=true, ignoredUntil=Optional[2099-01-01T00:00:00Z]");
        operations.operations().get("heedFinding").answer(ignore);
        assertThat(doctor.isIgnored("disk")).isFalse();
        assertThatThrownBy(
                        () -> operations.operations().get("ignoreFinding").answer(ignore.with(Map.of("until", "soon"))))
                .isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> operations
                        .operations()
                        .get("heedFinding")
                        .answer(Call.of(Caller.node(), Map.of("id", "other"))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
        var figures = new HashMap<String, Double>();
        operations.collect(new MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name + labels, value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {}
        });
        assertThat(figures).containsEntry("cloudy_doctor_findings{grade=fault}", 1.0);
    }

    private static List<?> items(Answer answer) {
        return (List<?>) ((Map<?, ?>) ((Answer.Json) answer.content()).value().get()).get("items");
    }
}
