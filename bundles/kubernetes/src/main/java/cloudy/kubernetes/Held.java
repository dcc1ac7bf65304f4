// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of the things that a cluster has: not what nobody here reads, which is most of their size. */
final class Held<T extends HasMetadata> implements ItemStore<T> {

    /** In JSON, of all of one kind; a home cluster has a hundredth of it. */
    static final int MOST_BYTES = 4 << 20;

    /** In JSON, of one of them. */
    static final int LARGEST = 128 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Held.class);

    private final Map<String, Kept<T>> things = new ConcurrentHashMap<>();
    private final KubernetesSerialization json;
    private final Consumer<T> slimming;
    private long bytes;
    private boolean told;

    private record Kept<T>(T thing, int bytes) {}

    Held(KubernetesSerialization json, Consumer<T> slimming) {
        this.json = json;
        this.slimming = slimming;
    }

    @Override
    public String getKey(T thing) {
        String namespace = thing.getMetadata().getNamespace();
        return namespace == null
                ? thing.getMetadata().getName()
                : namespace + '/' + thing.getMetadata().getName();
    }

    @Override
    public synchronized T put(String key, T thing) {
        slim(thing);
        int size = json.asJson(thing).length();
        T before = remove(key);
        if (size > LARGEST || bytes + size > MOST_BYTES) {
            if (!told) {
                LOG.warn("A cluster has more than finds room here: {} is not seen, and maybe others", key);
            }
            told = true;
            return before;
        }
        bytes += size;
        things.put(key, new Kept<>(thing, size));
        return before;
    }

    private void slim(T thing) {
        thing.getMetadata().setManagedFields(null);
        Map<String, String> annotations = thing.getMetadata().getAnnotations();
        if (annotations != null) {
            // kubectl keeps a copy of the whole thing in one of the others.
            annotations.keySet().removeIf(name -> !name.startsWith(Marks.PREFIX));
        }
        Map<String, String> labels = thing.getMetadata().getLabels();
        if (labels != null) {
            labels.keySet().retainAll(Marks.READ);
        }
        slimming.accept(thing);
    }

    @Override
    public synchronized T remove(String key) {
        Kept<T> before = things.remove(key);
        if (before == null) {
            return null;
        }
        bytes -= before.bytes();
        return before.thing();
    }

    @Override
    public Stream<String> keySet() {
        return things.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return things.values().stream().map(Kept::thing);
    }

    @Override
    public int size() {
        return things.size();
    }

    @Override
    public T get(String key) {
        Kept<T> kept = things.get(key);
        return kept == null ? null : kept.thing();
    }
}
