// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ways to find entries: all in order, by type, by node. Not safe for threads: the directory's lock guards it. */
final class Index {

    private final Numbers numbers = new Numbers();
    private final Grams grams = new Grams();
    private final Bucket all = new Bucket("", numbers);
    private final Map<String, Bucket> types = new HashMap<>();
    private final Map<String, Bucket> nodes = new HashMap<>();

    int size() {
        return all.size();
    }

    void add(Entry entry) {
        List<String> texts = entry.packed.texts();
        numbers.add(entry);
        grams.put(entry.number, entry.packed.signature());
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
        grams.remove(entry.number);
        numbers.remove(entry);
    }

    /** The first so many that a filter matches, in order. */
    List<Entry> find(Filter filter, int limit) {
        List<Entry> found = new ArrayList<>();
        Bucket bucket = bucket(filter);
        if (filter.signature().isEmpty()) {
            for (int i = 0; i < bucket.size() && found.size() < limit; i++) {
                match(filter, bucket.number(i), found);
            }
            return found;
        }
        long[] may = grams.covering(filter.signature());
        for (int i = 0; i < bucket.size() && found.size() < limit; i++) {
            int number = bucket.number(i);
            if ((may[number / Long.SIZE] >>> number & 1) != 0) {
                match(filter, number, found);
            }
        }
        return found;
    }

    private void match(Filter filter, int number, List<Entry> found) {
        Entry entry = numbers.get(number);
        if (filter.matches(entry)) {
            found.add(entry);
        }
    }

    /** The fewest entries that hold all that the filter can match. */
    private Bucket bucket(Filter filter) {
        if (filter.node().isPresent()) {
            return in(nodes, filter.node().get());
        }
        return filter.type().isPresent() ? in(types, filter.type().get()) : all;
    }

    Map<String, Integer> types() {
        Map<String, Integer> counts = new HashMap<>();
        types.values()
                .forEach(bucket ->
                        counts.put(numbers.get(bucket.number(0)).packed.texts().get(0), bucket.size()));
        return counts;
    }

    /** How types and nodes compare: without regard to case. */
    static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private Bucket in(Map<String, Bucket> buckets, String key) {
        Bucket bucket = buckets.get(key);
        return bucket == null ? new Bucket(key, numbers) : bucket;
    }

    private Bucket put(Map<String, Bucket> buckets, String text, Entry entry) {
        Bucket bucket = buckets.computeIfAbsent(key(text), key -> new Bucket(key, numbers));
        bucket.add(entry);
        return bucket;
    }

    private static void take(Map<String, Bucket> buckets, Bucket bucket, Entry entry) {
        bucket.remove(entry);
        if (bucket.size() == 0) {
            buckets.remove(bucket.key);
        }
    }
}
