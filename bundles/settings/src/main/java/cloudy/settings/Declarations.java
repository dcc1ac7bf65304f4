// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the installed bundles say of their settings. Safe for use by many threads. */
final class Declarations {

    private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);
    private static final String FOLDER = "OSGI-INF/metatype";

    /**
     * What one bundle says.
     *
     * @param services by PID, what the services of the bundle have by themselves of the standard settings
     */
    private record Declared(long modified, Map<String, Schema> schemas, Map<String, Map<String, String>> services) {}

    /** By bundle id, the one that came last at the end: of two versions of a bundle the newer one counts. */
    private final Map<Long, Declared> bundles = new LinkedHashMap<>();

    /**
     * Reads what a bundle says, whatever its state, without having it resolved.
     *
     * @return the PIDs of which something new was said
     */
    Set<String> add(Bundle bundle) {
        long modified = bundle.getLastModified();
        synchronized (this) {
            Declared known = bundles.get(bundle.getBundleId());
            if (known != null && known.modified() == modified) {
                return Set.of();
            }
        }
        // Read without the lock, which must not be held while the framework is asked for something.
        var files = new BundleFiles(bundle);
        var schemas = schemas(files);
        var services = services(files);
        synchronized (this) {
            bundles.remove(bundle.getBundleId());
            bundles.put(bundle.getBundleId(), new Declared(modified, schemas, services));
        }
        return schemas.keySet();
    }

    synchronized void remove(Bundle bundle) {
        bundles.remove(bundle.getBundleId());
    }

    /** The PIDs that something is said of. */
    synchronized Set<String> words() {
        return bundles.values().stream()
                .flatMap(declared ->
                        Stream.concat(declared.schemas().keySet().stream(), declared.services().keySet().stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is said of a PID. */
    synchronized Optional<Schema> of(String word) {
        Schema last = null;
        for (Declared declared : bundles.values()) {
            last = declared.schemas().getOrDefault(word, last);
        }
        return Optional.ofNullable(last);
    }

    /** What a person fills in for a PID. */
    synchronized Optional<Form> form(String word) {
        Optional<Schema> schema = of(word);
        Map<String, String> service = null;
        for (Declared declared : bundles.values()) {
            service = declared.services().getOrDefault(word, service);
        }
        if (schema.isEmpty() && service == null) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, Field>();
        schema.ifPresent(said -> said.attributes().forEach((key, attribute) -> fields.put(key, attribute.field())));
        if (service != null) {
            StandardFields.of(service).forEach(field -> fields.putIfAbsent(field.name(), field));
        }
        return Optional.of(new Form(
                schema.map(Schema::title).orElse(Texts.of(word)),
                schema.map(Schema::help).orElse(Texts.none()),
                List.copyOf(fields.values())));
    }

    private static Map<String, Schema> schemas(BundleFiles files) {
        var schemas = new LinkedHashMap<String, Schema>();
        for (String path : files.in(FOLDER)) {
            try {
                MetatypeFile.read(files.read(path), base -> new Translations(files::find, base))
                        .forEach((pid, schema) -> schemas.merge(pid, schema, Schema::and));
            } catch (IOException e) {
                LOG.warn("{}: {} cannot be read, its settings are not checked: {}", files, path, e.getMessage());
            }
        }
        schemas.keySet().removeIf(pid -> !Pid.isWord(pid));
        return schemas;
    }

    private static Map<String, Map<String, String>> services(BundleFiles files) {
        var services = new LinkedHashMap<String, Map<String, String>>();
        for (String path : files.components()) {
            try {
                services.putAll(ComponentFile.read(files.read(path)));
            } catch (IOException e) {
                // Felix SCR says so, too.
                LOG.debug("{}: {} cannot be read: {}", files, path, e.getMessage());
            }
        }
        services.keySet().removeIf(pid -> !Pid.isWord(pid));
        return services;
    }
}
