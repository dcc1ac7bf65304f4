// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Repositories and bundles made on the spot. */
final class Sample {

    private Sample() {}

    static byte[] jar(String name, String version, String... headers) throws IOException {
        return jarWith("a.txt", name, version, headers);
    }

    /** A bundle with one entry. */
    static byte[] jarWith(String entry, String name, String version, String... headers) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        for (int i = 0; i < headers.length; i += 2) {
            manifest.getMainAttributes().putValue(headers[i], headers[i + 1]);
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes)) {
            out.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest.write(out);
            out.putNextEntry(entry(entry));
            out.write("text".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Of no time, so that the same bundle has the same hash whenever it is made. */
    private static JarEntry entry(String name) {
        var entry = new JarEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2020, 1, 1, 0, 0));
        return entry;
    }

    /** A repository of one feature with one bundle. */
    static String repository(String name, String feature, String version, String location, byte[] bundle) {
        return repository(
                name,
                "<feature name='" + feature + "' version='" + version
                        + "' description='Shared pads' c:category='community'>"
                        + "<details>Write together</details>"
                        + bundle(location, Hash.of(bundle))
                        + "</feature>");
    }

    static String bundle(String location, String hash) {
        return "<bundle c:sha256='" + hash + "'>" + location + "</bundle>";
    }

    static String repository(String name, String features) {
        return "<features name='" + name + "' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0' xmlns:c='"
                + RepositoryReader.NAMESPACE + "'>" + features + "</features>";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
