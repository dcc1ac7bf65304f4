// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterState;
import cloudy.api.metric.MetricSource;
import cloudy.api.registry.LocalService.Run;
import cloudy.rest.Answers;
import cloudy.rest.FakeDirectory;
import cloudy.rest.FakeServices;
import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricOperationsTest {

    private static final MetricSource GOOD = metrics -> metrics.gauge("cloudy_good", "Is there.", Map.of("a", "1"), 1);

    @Test
    void figuresOfOneNameStandTogetherWhereverTheyComeFrom() throws Exception {
        String text = collect(
                metrics -> {
                    metrics.gauge("cloudy_b", "B.", Map.of("from", "one", "also", "x"), 0.25);
                    metrics.counter("cloudy_a_total", "A.", Map.of(), 7);
                },
                metrics -> metrics.gauge("cloudy_b", "B, said otherwise.", Map.of("from", "two"), -3));

        assertThat(text)
                .isEqualTo(
                        """
                        # HELP cloudy_a_total A.
                        # TYPE cloudy_a_total counter
                        cloudy_a_total 7
                        # HELP cloudy_b B.
                        # TYPE cloudy_b gauge
                        cloudy_b{also="x",from="one"} 0.25
                        cloudy_b{from="two"} -3
                        """);
    }

    @Test
    void whatTextsHoldIsEscaped() throws Exception {
        String text = collect(metrics ->
                metrics.gauge("cloudy_x", "Back\\slash\nand line.", Map.of("path", "C:\\a \"b\"\nc\r # è"), 1));

        assertThat(text)
                .contains("# HELP cloudy_x Back\\\\slash\uFFFDand line.\n")
                .contains("cloudy_x{path=\"C:\\\\a \\\"b\\\"\uFFFDc\uFFFD # è\"} 1\n");
        assertThat(text.lines()).hasSize(3);
    }

    @Test
    void numbersThatAreNoneAreWrittenAsPrometheusReadsThem() throws Exception {
        String text = collect(metrics -> {
            metrics.gauge("cloudy_x", "X.", Map.of("n", "1"), Double.NaN);
            metrics.gauge("cloudy_x", "X.", Map.of("n", "2"), Double.POSITIVE_INFINITY);
            metrics.gauge("cloudy_x", "X.", Map.of("n", "3"), Double.NEGATIVE_INFINITY);
            metrics.gauge("cloudy_x", "X.", Map.of("n", "4"), 1e300);
            metrics.gauge("cloudy_x", "X.", Map.of("n", "5"), 1763787000123.0);
        });

        assertThat(text).contains("\"} NaN\n", "\"} +Inf\n", "\"} -Inf\n", "\"} 1.0E300\n", "\"} 1763787000123\n");
    }

    @Test
    void aSourceThatIsBrokenCostsItselfOnly() throws Exception {
        var bad = Map.<String, MetricSource>ofEntries(
                Map.entry("throws", metrics -> {
                    metrics.gauge("cloudy_bad", "Bad.", Map.of(), 1);
                    throw new IllegalStateException("on purpose");
                }),
                Map.entry("recurses", metrics -> metrics.gauge("cloudy_bad", "Bad.", Map.of(), recurse(0))),
                Map.entry("lacks a class", metrics -> {
                    throw new NoClassDefFoundError("org/example/Gone");
                }),
                Map.entry("illegal name", bad("cloudy-bad", Map.of())),
                Map.entry("upper case", bad("cloudyBad", Map.of())),
                Map.entry("line in the name", bad("cloudy_bad 1\ncloudy_bad", Map.of())),
                Map.entry("gauge named as a counter", bad("cloudy_bad_total", Map.of())),
                Map.entry("counter without total", metrics -> metrics.counter("cloudy_bad", "Bad.", Map.of(), 1)),
                Map.entry("illegal label", bad("cloudy_bad", Map.of("a-b", "c"))),
                Map.entry("reserved label", bad("cloudy_bad", Map.of("le", "c"))),
                Map.entry("no help", metrics -> metrics.gauge("cloudy_bad", " ", Map.of(), 1)),
                Map.entry("nothing at all", metrics -> metrics.gauge(null, null, null, 1)),
                Map.entry("twice", metrics -> {
                    metrics.gauge("cloudy_bad", "Bad.", Map.of(), 1);
                    metrics.gauge("cloudy_bad", "Bad.", Map.of(), 2);
                }),
                Map.entry("somebody else's", metrics -> metrics.gauge("cloudy_good", "Mine.", Map.of("a", "1"), 9)),
                Map.entry("of another type", metrics -> {
                    metrics.gauge("cloudy_bad", "Bad.", Map.of(), 1);
                    metrics.counter("cloudy_first_total", "Bad.", Map.of(), 1);
                    metrics.counter("cloudy_bad", "Bad.", Map.of(), 1);
                }),
                Map.entry("too many", metrics -> {
                    for (int i = 0; i <= Samples.MAX_SAMPLES; i++) {
                        metrics.gauge("cloudy_bad", "Bad.", Map.of("i", "" + i), 1);
                    }
                }),
                Map.entry("too many and does not mind", metrics -> {
                    for (int i = 0; i <= Samples.MAX_SAMPLES; i++) {
                        try {
                            metrics.gauge("cloudy_bad", "Bad.", Map.of("i", "" + i), 1);
                        } catch (IllegalArgumentException e) {
                            assertThat(e).hasMessage("more than 1000 figures");
                        }
                    }
                }));

        bad.forEach((how, source) -> assertThat(
                        collect(GOOD, source, metrics -> metrics.gauge("cloudy_last", "Last.", Map.of(), 1)))
                .as(how)
                .isEqualTo(collect(GOOD, metrics -> metrics.gauge("cloudy_last", "Last.", Map.of(), 1))));
    }

    @Test
    void aThousandFiguresAreFine() {
        String text = collect(metrics -> {
            for (int i = 0; i < Samples.MAX_SAMPLES; i++) {
                metrics.gauge("cloudy_many", "Many.", Map.of("i", "" + i), i);
            }
        });

        assertThat(text.lines()).hasSize(Samples.MAX_SAMPLES + 2);
    }

    @Test
    void thisNodeHasItsFigures() {
        String text = collect(node());

        assertThat(text)
                .contains("cloudy_build_info{java=\"", "version=\"1.2.3\"} 1\n")
                .contains("cloudy_services{run=\"up\"} 1\n", "cloudy_services{run=\"crash-looping\"} 0\n")
                .contains("cloudy_services{run=\"off\"} 1\n", "cloudy_service_up{service=\"cloudy.dns\"} 1\n")
                .contains("cloudy_service_up{service=\"org.example/Pads\"} 0\n")
                .doesNotContain("service=\"cloudy.off\"")
                .contains("cloudy_directory_entries 0\n")
                .contains("cloudy_members{state=\"alive\"} 3\n", "cloudy_members{state=\"failed\"} 2\n")
                .contains("cloudy_members{state=\"left\"} 1\n");
        assertThat(collect(new NodeFigures("1.2.3")).lines()).hasSize(3);
    }

    @Test
    void aNodeWithVeryManyServicesHasFiguresStill() {
        var figures = new NodeFigures("1.2.3");
        var services = new FakeServices();
        for (int i = 0; i < 5_000; i++) {
            services.add("org.example/S" + i, Run.UP);
        }
        figures.services = services;

        assertThat(collect(figures)).contains("cloudy_services{run=\"up\"} 5000\n");
    }

    @Test
    void theProcessHasTheFiguresThatDashboardsLookFor() {
        String text = collect(new ProcessFigures());

        for (String name : List.of(
                "jvm_memory_used_bytes{area=\"heap\"}",
                "jvm_threads_current",
                "jvm_gc_collection_seconds_total{gc=",
                "process_cpu_seconds_total",
                "process_open_fds",
                "process_max_fds",
                "process_resident_memory_bytes",
                "process_start_time_seconds")) {
            assertThat(text).containsPattern("(?m)^" + Pattern.quote(name) + ".* ?[0-9.E]+$");
        }
    }

    @Test
    void aSystemThatHidesTheProcessLeavesItsFiguresOut() {
        assertThat(collect(new ProcessFigures(Path.of("/nowhere"))))
                .contains("jvm_threads_current")
                .doesNotContain("process_cpu", "process_open");
    }

    @Test
    void promtoolHasNothingToSay() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "the program promtool, of the package prometheus, is not there");
        String text = collect(
                new ProcessFigures(), node(), metrics -> metrics.gauge("cloudy_x", "X\\n.", Map.of("a", "\\\"\n"), 1));

        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = promtool.getOutputStream()) {
            in.write(text.getBytes(UTF_8));
        }
        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
        assertThat(promtool.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    private static NodeFigures node() {
        var figures = new NodeFigures("1.2.3");
        var services = new FakeServices();
        services.add("cloudy.dns", Run.UP);
        services.add("cloudy.off", Run.OFF);
        services.add("org.example/Pads", Run.FAILING);
        figures.services = services;
        figures.directory = new FakeDirectory();
        var state =
                new ClusterState(ClusterState.Kind.UP, "", "own", 3, 2, 1, OptionalInt.empty(), Map.of(), List.of());
        figures.cluster = (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (self, method, values) -> state);
        return figures;
    }

    private static MetricSource bad(String name, Map<String, String> labels) {
        return metrics -> metrics.gauge(name, "Bad.", labels, 1);
    }

    private static int recurse(int depth) {
        return depth < 0 ? depth : 1 + recurse(depth + 1);
    }

    /** What is answered when the whiteboard has these, the first one having come first. */
    private static String collect(MetricSource... sources) {
        var operations = new MetricOperations();
        var whiteboard = new ArrayList<>(List.of(sources));
        Collections.reverse(whiteboard);
        operations.sources = whiteboard;
        try {
            var answer = Answers.ask(operations, "getMetrics");
            assertThat(Answers.type(answer)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            return Answers.text(answer);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
