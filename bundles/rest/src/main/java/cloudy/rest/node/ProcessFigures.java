// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.metric.MetricSource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The figures of the Java machine and of its process, under the names that every Prometheus client gives them. */
@Component(service = MetricSource.class)
public final class ProcessFigures implements MetricSource {

    private static final int MAX_BYTES = 8 * 1024;

    /** What Linux shows to programs, whatever the kernel was built with. */
    private static final double TICKS_PER_SECOND = 100;

    /** Where user and system time are, after the name of the program, which may hold blanks and parentheses. */
    private static final int USER_TIME = 12;

    private static final Pattern MAX_FILES = Pattern.compile("(?m)^Max open files\\s+([0-9]{1,18})\\s");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+([0-9]{1,15}) kB$");
    private static final Pattern VIRTUAL = Pattern.compile("(?m)^VmSize:\\s+([0-9]{1,15}) kB$");

    private final Path process;

    @Activate
    public ProcessFigures() {
        this(Path.of("/proc/self"));
    }

    ProcessFigures(Path process) {
        this.process = process;
    }

    @Override
    public void collect(Metrics metrics) {
        memory(metrics, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        memory(metrics, "nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        metrics.gauge("jvm_threads_current", "Threads that live.", Map.of(), threads.getThreadCount());
        metrics.gauge("jvm_threads_daemon", "Daemon threads that live.", Map.of(), threads.getDaemonThreadCount());
        metrics.gauge(
                "jvm_classes_loaded",
                "Classes that are loaded now.",
                Map.of(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> garbage(metrics, collector));
        metrics.gauge(
                "process_start_time_seconds",
                "When the process started, in seconds since 1970.",
                Map.of(),
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
        process(metrics);
    }

    private static void memory(Metrics metrics, String area, MemoryUsage usage) {
        var labels = Map.of("area", area);
        metrics.gauge("jvm_memory_used_bytes", "Memory in use.", labels, (double) usage.getUsed());
        metrics.gauge(
                "jvm_memory_committed_bytes", "Memory got from the system.", labels, (double) usage.getCommitted());
        if (usage.getMax() >= 0) {
            metrics.gauge("jvm_memory_max_bytes", "The most memory there can be.", labels, (double) usage.getMax());
        }
    }

    private static void garbage(Metrics metrics, GarbageCollectorMXBean collector) {
        var labels = Map.of("gc", collector.getName());
        metrics.counter(
                "jvm_gc_collections_total", "Collections of garbage.", labels, (double) collector.getCollectionCount());
        metrics.counter(
                "jvm_gc_collection_seconds_total",
                "Time spent on collecting garbage.",
                labels,
                collector.getCollectionTime() / 1000.0);
    }

    private void process(Metrics metrics) {
        cpuSeconds()
                .ifPresent(seconds -> metrics.counter(
                        "process_cpu_seconds_total", "Time that processors spent on the process.", Map.of(), seconds));
        openFiles()
                .ifPresent(
                        files -> metrics.gauge("process_open_fds", "File descriptors that are open.", Map.of(), files));
        number("limits", MAX_FILES)
                .ifPresent(files -> metrics.gauge(
                        "process_max_fds", "The most file descriptors that may be open.", Map.of(), files));
        number("status", RESIDENT)
                .ifPresent(kilobytes -> metrics.gauge(
                        "process_resident_memory_bytes",
                        "Memory that the process has in RAM.",
                        Map.of(),
                        kilobytes * 1024));
        number("status", VIRTUAL)
                .ifPresent(kilobytes -> metrics.gauge(
                        "process_virtual_memory_bytes",
                        "Addresses that the process uses.",
                        Map.of(),
                        kilobytes * 1024));
    }

    private OptionalDouble cpuSeconds() {
        String stat = read("stat").orElse("");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1);
        if (fields.length <= USER_TIME + 1) {
            return OptionalDouble.empty();
        }
        try {
            double ticks = Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[USER_TIME + 1]);
            return OptionalDouble.of(ticks / TICKS_PER_SECOND);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private OptionalDouble openFiles() {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return OptionalDouble.of((double) open.count());
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private OptionalDouble number(String file, Pattern pattern) {
        Matcher found = pattern.matcher(read(file).orElse(""));
        return found.find() ? OptionalDouble.of(Double.parseDouble(found.group(1))) : OptionalDouble.empty();
    }

    private Optional<String> read(String file) {
        try (InputStream in = Files.newInputStream(process.resolve(file))) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), UTF_8));
        } catch (IOException e) {
            // A system that is not Linux, or one that hides it.
            return Optional.empty();
        }
    }
}
