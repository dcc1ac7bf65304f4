// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is kept of the things that a cluster has: not who changed what in them, which is most of their size. */
final class Held<T extends HasMetadata> implements ItemStore<T> {

    /** A home cluster has tens; what is beyond this is not seen. */
    private static final int MOST = 20_000;

    private final Map<String, T> things = new ConcurrentHashMap<>();
    private final Consumer<T> slimming;

    Held(Consumer<T> slimming) {
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
    public T put(String key, T thing) {
        if (things.size() >= MOST && !things.containsKey(key)) {
            return null;
        }
        thing.getMetadata().setManagedFields(null);
        slimming.accept(thing);
        return things.put(key, thing);
    }

    @Override
    public T remove(String key) {
        return things.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return things.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return things.values().stream();
    }

    @Override
    public int size() {
        return things.size();
    }

    @Override
    public T get(String key) {
        return things.get(key);
    }
}
