// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel, and Java, say of a node's own process.
 *
 * @param resident bytes of memory
 * @param heap bytes that are alive after a collection; 0 if none was asked for
 * @param metaspace bytes that classes take; 0 likewise
 * @param written bytes that it had written to disks since it began
 * @param wakeUps how often a thread of it waited since it began, and so was woken
 * @param cpuSeconds of all its threads since it began
 */
record Vitals(
        long resident,
        long heap,
        long metaspace,
        long threads,
        long handles,
        long written,
        long wakeUps,
        double cpuSeconds) {

    private static final Pattern HEAP = Pattern.compile("(?:new|tenured) generation +total \\d+K, used (\\d+)K");
    private static final Pattern METASPACE = Pattern.compile("Metaspace +used (\\d+)K");

    /** As it is, without asking it. */
    static Vitals of(ProcessHandle process) throws IOException {
        return of(process, "");
    }

    /** The same with what is alive in its heap, which is collected for that. */
    static Vitals collected(CloudyNode node) throws IOException {
        String pid = node.host()
                .run("pgrep", "-f", "org.apache.karaf.main.Main")
                .succeeded()
                .text()
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow()
                .strip();
        node.asOwner("jcmd", pid, "GC.run").succeeded();
        return of(
                node.jvm(),
                node.asOwner("jcmd", pid, "GC.heap_info").succeeded().text());
    }

    private static Vitals of(ProcessHandle process, String heap) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        long wakeUps = 0;
        try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
            for (Path task : tasks.toList()) {
                wakeUps += Files.exists(task) ? number(task.resolve("status"), "voluntary_ctxt_switches") : 0;
            }
        }
        return new Vitals(
                1024 * number(proc.resolve("status"), "VmRSS"),
                1024 * sum(HEAP, heap),
                1024 * sum(METASPACE, heap),
                count(proc.resolve("task")),
                count(proc.resolve("fd")),
                number(proc.resolve("io"), "write_bytes"),
                wakeUps,
                process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9);
    }

    private static long number(Path file, String name) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static long sum(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    /** The value in the middle; of two, the greater. */
    static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }

    /** A median with the least and the greatest. */
    static String spread(String form, List<Double> values) {
        double least = values.stream().mapToDouble(each -> each).min().orElse(Double.NaN);
        double most = values.stream().mapToDouble(each -> each).max().orElse(Double.NaN);
        return String.format(form + " (" + form + "-" + form + ")", median(values), least, most);
    }
}
