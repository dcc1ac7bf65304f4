// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** A real jar, made for one test; classes are compiled from their source. */
final class Jar {

    private static final Map<String, byte[]> COMPILED = new ConcurrentHashMap<>();

    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    static Jar bundle(String symbolicName, String version) {
        return new Jar()
                .with("Bundle-ManifestVersion", "2")
                .with("Bundle-SymbolicName", symbolicName)
                .with("Bundle-Version", version);
    }

    Jar with(String header, String value) {
        manifest.put(header, value);
        return this;
    }

    Jar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    Jar entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** An activator whose start method has this body; {@code context} is its bundle context. */
    Jar starting(String className, String body) {
        return activator(className, body, "");
    }

    Jar activator(String className, String start, String stop) {
        String source = "package " + className.substring(0, className.lastIndexOf('.')) + "; public class "
                + className.substring(className.lastIndexOf('.') + 1)
                + " implements org.osgi.framework.BundleActivator {"
                + " public void start(org.osgi.framework.BundleContext context) throws Exception { " + start + " }"
                + " public void stop(org.osgi.framework.BundleContext context) throws Exception { " + stop + " } }";
        return type(className, source).with("Bundle-Activator", className).with("Import-Package", "org.osgi.framework");
    }

    Jar type(String className, String source) {
        return entry(
                className.replace('.', '/') + ".class", COMPILED.computeIfAbsent(source, s -> compile(className, s)));
    }

    /** Gives a class another number of its format. */
    Jar compiledFor(String className, int format) {
        String name = className.replace('.', '/') + ".class";
        byte[] changed = entries.get(name).clone();
        changed[7] = (byte) format;
        return entry(name, changed);
    }

    byte[] bytes() {
        var bytes = new java.io.ByteArrayOutputStream();
        var headers = new Manifest();
        headers.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(headers.getMainAttributes()::putValue);
        try (var jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(dated("META-INF/MANIFEST.MF"));
            headers.write(jar);
            for (var entry : entries.entrySet()) {
                jar.putNextEntry(dated(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return bytes.toByteArray();
    }

    /** The same content is the same bytes. */
    private static ZipEntry dated(String name) {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 11, 22, 0, 0));
        return entry;
    }

    /** As an operator should: written elsewhere in the folder, then renamed. */
    static void drop(Path target, byte[] content) throws IOException {
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    void dropAs(Path target) throws IOException {
        drop(target, bytes());
    }

    private static byte[] compile(String className, String source) {
        try {
            Path folder = Files.createTempDirectory("jar");
            Path file = folder.resolve(className.substring(className.lastIndexOf('.') + 1) + ".java");
            Files.writeString(file, source);
            int errors = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            List.of(
                                            "-proc:none",
                                            "-d",
                                            folder.toString(),
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            file.toString())
                                    .toArray(String[]::new));
            if (errors != 0) {
                throw new IllegalStateException("does not compile: " + source);
            }
            return Files.readAllBytes(folder.resolve(className.replace('.', '/') + ".class"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
