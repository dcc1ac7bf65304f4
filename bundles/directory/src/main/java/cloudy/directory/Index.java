// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The ways to find entries: all in order, by type, by node. Not safe for threads: the directory's lock guards it. */
final class Index {

    private final Bucket all = new Bucket("");
    private final Map<String, Bucket> types = new HashMap<>();
    private final Map<String, Bucket> nodes = new HashMap<>();

    int size() {
        return all.entries().size();
    }

    void add(Entry entry) {
        List<String> texts = entry.packed.texts();
        all.add(entry);
        entry.type = put(types, texts.get(0), entry);
        entry.node = entry.packed.nodeId().map(id -> put(nodes, id, entry)).orElse(null);
        String host = texts.get(2);
        boolean sameAsNode = entry.node != null && entry.node.key.equals(key(host));
        entry.host = sameAsNode ? entry.node : put(nodes, host, entry);
    }

    void remove(Entry entry) {
        all.remove(entry);
        take(types, entry.type, entry);
        if (entry.node != null) {
            take(nodes, entry.node, entry);
        }
        if (entry.host != entry.node) {
            take(nodes, entry.host, entry);
        }
    }

    /** The fewest entries that hold all that the filter can match, in order. */
    List<Entry> candidates(Filter filter) {
        if (filter.node().isPresent()) {
            return in(nodes, filter.node());
        }
        return filter.type().isPresent() ? in(types, filter.type()) : all.entries();
    }

    Map<String, Integer> types() {
        Map<String, Integer> counts = new HashMap<>();
        types.values()
                .forEach(bucket -> counts.put(
                        bucket.entries().get(0).packed.texts().get(0),
                        bucket.entries().size()));
        return counts;
    }

    /** How types and nodes compare: without regard to case. */
    static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static List<Entry> in(Map<String, Bucket> buckets, Optional<String> key) {
        return key.map(buckets::get).map(Bucket::entries).orElse(List.of());
    }

    private static Bucket put(Map<String, Bucket> buckets, String text, Entry entry) {
        Bucket bucket = buckets.computeIfAbsent(key(text), Bucket::new);
        bucket.add(entry);
        return bucket;
    }

    private static void take(Map<String, Bucket> buckets, Bucket bucket, Entry entry) {
        bucket.remove(entry);
        if (bucket.entries().isEmpty()) {
            buckets.remove(bucket.key);
        }
    }
}
