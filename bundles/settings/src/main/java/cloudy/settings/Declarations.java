// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the installed bundles say of their settings. Safe for use by many threads. */
final class Declarations {

    private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);
    private static final String FOLDER = "OSGI-INF/metatype";
    private static final int MAX_FILES = 200;
    private static final int MAX_BYTES = 1 << 20;

    private record Declared(long modified, Map<String, Schema> schemas) {}

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
        var schemas = read(bundle);
        synchronized (this) {
            bundles.remove(bundle.getBundleId());
            bundles.put(bundle.getBundleId(), new Declared(modified, schemas));
        }
        return schemas.keySet();
    }

    synchronized void remove(Bundle bundle) {
        bundles.remove(bundle.getBundleId());
    }

    /** The PIDs that something is said of. */
    synchronized Set<String> words() {
        return bundles.values().stream()
                .flatMap(declared -> declared.schemas().keySet().stream())
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

    private static Map<String, Schema> read(Bundle bundle) {
        var schemas = new LinkedHashMap<String, Schema>();
        files(bundle).stream()
                .filter(path -> path.endsWith(".xml"))
                .limit(MAX_FILES)
                .forEach(path -> {
                    try {
                        read(bundle.getEntry(path))
                                .forEach((pid, schema) -> schemas.merge(pid, schema, (one, other) -> one.and(other)));
                    } catch (IOException e) {
                        LOG.warn(
                                "{}: {} cannot be read, its settings are not checked: {}",
                                bundle,
                                path,
                                e.getMessage());
                    }
                });
        schemas.keySet().removeIf(pid -> !pid.startsWith("cloudy."));
        return schemas;
    }

    private static List<String> files(Bundle bundle) {
        try {
            // Not findEntries(): that would have the bundle resolved.
            Enumeration<String> paths = bundle.getEntryPaths(FOLDER);
            return paths == null ? List.of() : Collections.list(paths);
        } catch (IllegalStateException e) {
            LOG.debug("{} was uninstalled meanwhile", bundle, e);
            return List.of();
        }
    }

    private static Map<String, Schema> read(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("larger than " + MAX_BYTES + " bytes");
            }
            return MetatypeFile.read(content);
        }
    }
}
