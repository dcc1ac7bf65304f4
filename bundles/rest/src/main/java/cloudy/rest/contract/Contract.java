// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the node can be asked: the parts of all bundles, made one. */
@Component(service = {Contract.class, ContractSource.class})
public final class Contract implements ContractSource {

    /**
     * The one contract.
     *
     * @param values as maps and lists, only to be read
     * @param answer made once, for strangers may ask for it as often as they like
     */
    record Document(Map<String, Object> values, Answer answer) {}

    /** A bundle as it was installed: of two that say the same thing the one that was there first is heard. */
    record Owner(long id, String name) implements Comparable<Owner> {

        @Override
        public int compareTo(Owner other) {
            return Comparator.comparing((Owner owner) -> !owner.name.equals(OURS))
                    .thenComparingLong(Owner::id)
                    .compare(this, other);
        }
    }

    /** The table of commands of some routes. */
    private record Commands(Routes of, Answer answer) {}

    private static final Logger LOG = LoggerFactory.getLogger(Contract.class);
    private static final String OURS = "cloudy.rest";

    private final Map<String, Object> sharedParameters;
    private final TreeMap<Owner, Map<String, Part>> parts = new TreeMap<>();
    private final Map<Long, Map<Object, Map<String, Operation>>> operations = new LinkedHashMap<>();
    private Set<String> told = Set.of();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Routes routes;
    private volatile Commands commands;

    @Activate
    public Contract() {
        try {
            Map<String, Object> common = Yaml.read(Contract.class.getResource("/OSGI-INF/openapi.yaml"));
            Map<String, Object> components = Yaml.object(common.get("components"), "components");
            sharedParameters = Yaml.object(components.get("parameters"), "parameters");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        routes = merge();
        commands = new Commands(new Merger().routes(), Answer.done());
    }

    /** The contract of this moment. */
    public Routes routes() {
        return routes;
    }

    /** What answers a route, as soon as something does; whoever waits no longer cancels it. */
    public CompletionStage<Operation> operation(Route route) {
        var coming = new CompletableFuture<Operation>();
        Runnable look = () -> routes.operation(route).ifPresent(coming::complete);
        listen(look);
        CompletionStage<Operation> stage = coming;
        stage.whenComplete((operation, failure) -> forget(look));
        look.run();
        return stage;
    }

    /** Tells of every change from now on, on the thread that made it and before the next one: whoever listens is quick. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    @Override
    public Map<String, Object> contract() {
        return routes.document().values();
    }

    /** Reads a bundle's files, by name; one that is refused costs only itself and a line in the log. */
    void add(Owner owner, Map<String, URL> files) {
        var read = new LinkedHashMap<String, Part>();
        files.forEach((name, url) -> {
            try {
                read.put(name, new PartReader(owner.name, sharedParameters).read(Yaml.read(url)));
            } catch (RefusedPartException | IOException e) {
                LOG.warn("{} in the bundle {} is not taken: {}", name, owner.name, e.getMessage());
            }
        });
        synchronized (this) {
            parts.put(owner, read);
            change();
        }
    }

    synchronized void remove(Owner owner) {
        parts.remove(owner);
        change();
    }

    /** Forgets all parts, and who answers them. */
    synchronized void clear() {
        parts.clear();
        operations.clear();
        routes = merge();
    }

    /** Takes what answers a bundle's operations; {@code key} stands for the service. */
    synchronized void add(long bundle, Object key, Map<String, Operation> answering) {
        operations.computeIfAbsent(bundle, id -> new LinkedHashMap<>()).put(key, Map.copyOf(answering));
        change();
    }

    synchronized void remove(long bundle, Object key) {
        Map<Object, Map<String, Operation>> known = operations.get(bundle);
        if (known != null && known.remove(key) != null) {
            if (known.isEmpty()) {
                operations.remove(bundle);
            }
            change();
        }
    }

    private void change() {
        routes = merge();
        listeners.forEach(Runnable::run);
    }

    private Routes merge() {
        var merger = new Merger();
        var refused = new HashSet<String>();
        parts.forEach((owner, files) -> {
            Map<String, Operation> answering = answering(owner);
            String unknown = unknown(files, answering);
            files.forEach((name, part) -> {
                try {
                    if (!unknown.isEmpty()) {
                        throw new RefusedPartException("has no operation " + unknown + ", which the bundle answers");
                    }
                    merger.add(part, answering);
                } catch (RefusedPartException e) {
                    refused.add(name + " in the bundle " + owner.name + " is not taken: " + e.getMessage());
                }
            });
        });
        refused.stream().filter(line -> !told.contains(line)).forEach(LOG::warn);
        told = refused;
        return merger.routes();
    }

    private Map<String, Operation> answering(Owner owner) {
        var answering = new LinkedHashMap<String, Operation>();
        operations.getOrDefault(owner.id, Map.of()).values().forEach(answering::putAll);
        if (owner.name.equals(OURS)) {
            answering.put("getContract", call -> routes.document().answer());
            answering.put("getCommands", call -> commands());
        }
        return answering;
    }

    /** Made anew only when the contract has changed: strangers may ask for it, too. */
    private Answer commands() {
        Routes now = routes;
        Commands last = commands;
        if (last.of() != now) {
            byte[] table = CommandTable.of(now).getBytes(StandardCharsets.UTF_8);
            last = new Commands(
                    now, Answer.bytes("text/plain; charset=utf-8", table).version(Merger.hash(table)));
            commands = last;
        }
        return last.answer();
    }

    private static String unknown(Map<String, Part> files, Map<String, Operation> answering) {
        var left = new ArrayList<>(answering.keySet());
        for (Part part : files.values()) {
            part.routes().forEach(route -> left.remove(route.operationId()));
        }
        return left.isEmpty() ? "" : left.get(0);
    }
}
