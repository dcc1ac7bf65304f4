// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** The files in a bundle that is not trusted and need not be resolved, within limits. */
final class BundleFiles {

    private static final int MAX_FILES = 200;
    private static final int MAX_BYTES = 1 << 20;
    private static final String COMPONENTS = "Service-Component";
    private static final String API = "cloudy.api";
    private static final String XML = ".xml";

    private final Bundle bundle;

    BundleFiles(Bundle bundle) {
        this.bundle = bundle;
    }

    /** The XML files in a folder. */
    List<String> in(String folder) {
        try {
            // Not findEntries(): that would have the bundle resolved.
            Enumeration<String> paths = bundle.getEntryPaths(folder);
            return paths == null
                    ? List.of()
                    : Collections.list(paths).stream()
                            .filter(path -> path.endsWith(XML))
                            .limit(MAX_FILES)
                            .toList();
        } catch (IllegalStateException e) {
            // It was uninstalled meanwhile.
            return List.of();
        }
    }

    /** The component descriptions that the manifest names, where something of Cloudy may be described. */
    List<String> components() {
        String imports = bundle.getHeaders("").get(Constants.IMPORT_PACKAGE);
        if (imports == null || !imports.contains(API)) {
            return List.of();
        }
        String header = bundle.getHeaders("").get(COMPONENTS);
        var paths = new ArrayList<String>();
        for (String clause : header == null ? new String[0] : header.split(",", -1)) {
            String path = clause.strip().split(";", 2)[0];
            if (path.endsWith("/*" + XML)) {
                paths.addAll(in(path.substring(0, path.lastIndexOf('/'))));
            } else {
                paths.add(path);
            }
        }
        return paths.stream()
                .filter(path -> path.endsWith(XML))
                .limit(MAX_FILES)
                .toList();
    }

    /** The content of a file; throws {@link IOException} when there is none, or it is too large. */
    byte[] read(String path) throws IOException {
        URL file;
        try {
            file = bundle.getEntry(path);
        } catch (IllegalStateException e) {
            throw new IOException("the bundle is gone", e);
        }
        if (file == null) {
            throw new FileNotFoundException(path);
        }
        try (InputStream in = file.openStream()) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("larger than " + MAX_BYTES + " bytes");
            }
            return content;
        }
    }

    /** The content of a file that may be missing. */
    Optional<byte[]> find(String path) {
        try {
            return Optional.of(read(path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return bundle.toString();
    }
}
