// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import cloudy.api.Text;
import cloudy.api.metric.MetricSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the figures of one source and refuses what Prometheus, or {@code promtool check metrics}, would not take. Not
 * safe for use by many threads.
 */
final class Samples implements MetricSource.Metrics {

    static final int MAX_SAMPLES = 1_000;

    private static final int MAX_LABELS = 10;
    private static final int MAX_TEXT = 200;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
    private static final Pattern LABEL = Pattern.compile("(?!le$|quantile$)[a-z][a-z0-9_]{0,49}");

    /** Endings that belong to counters, and to types that a source cannot give. */
    private static final Pattern NO_GAUGE = Pattern.compile(".*_(?:total|count|sum|bucket)");

    private final Map<String, Family> families = new LinkedHashMap<>();
    private String refusal = "";
    private int count;

    @Override
    public void gauge(String name, String help, Map<String, String> labels, double value) {
        require(!NO_GAUGE.matcher(name).matches(), name + " is no name of a gauge");
        take(name, Family.Type.GAUGE, help, labels, value);
    }

    @Override
    public void counter(String name, String help, Map<String, String> labels, double value) {
        require(name.endsWith("_total"), name + " counts, and does not end in _total");
        take(name, Family.Type.COUNTER, help, labels, value);
    }

    /** What the source gave; throws when it gave anything that cannot be taken, even if it did not mind. */
    Map<String, Family> families() {
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException(refusal);
        }
        return families;
    }

    private void take(String name, Family.Type type, String help, Map<String, String> labels, double value) {
        require(++count <= MAX_SAMPLES, "more than " + MAX_SAMPLES + " figures");
        require(NAME.matcher(name).matches(), name + " is no name for figures");
        require(!help.isBlank(), name + " has no help");
        require(labels.size() <= MAX_LABELS, name + " has more than " + MAX_LABELS + " labels");
        labels.keySet().forEach(label -> require(LABEL.matcher(label).matches(), label + " is no name of a label"));
        Family family = families.computeIfAbsent(name, any -> new Family(name, type, Text.clean(help, MAX_TEXT)));
        require(family.type() == type, name + " is of two types");
        String written = written(labels);
        require(!family.samples().containsKey(written), name + written + " is there twice");
        family.add(written, value);
    }

    private static String written(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        // Control characters, line ends among them, are none any more.
        return Text.clean(value, MAX_TEXT).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private void require(boolean good, String otherwise) {
        if (!good) {
            refusal = Text.clean(otherwise, MAX_TEXT);
            throw new IllegalArgumentException(refusal);
        }
    }
}
