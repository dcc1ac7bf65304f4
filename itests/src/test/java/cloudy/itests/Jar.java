// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A bundle of classes of this project's tests, made on the spot. Its components are those whose XML it holds. */
final class Jar {

    private final String name;
    private final String imports;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /**
     * Begins a bundle.
     *
     * @param name its symbolic name, and the package of its classes
     */
    Jar(String name, String imports) {
        this.name = name;
        this.imports = imports;
    }

    /** Takes a class of its package along. */
    Jar type(String simpleName) throws IOException {
        String entry = name.replace('.', '/') + '/' + simpleName + ".class";
        try (InputStream code = Jar.class.getResourceAsStream("/" + entry)) {
            entries.put(entry, code.readAllBytes());
        }
        return this;
    }

    /** Adds a text. */
    Jar text(String entry, String text) {
        entries.put(entry, text.getBytes(UTF_8));
        return this;
    }

    /**
     * Adds a component, and its class.
     *
     * @param attributes of the element that makes it a component
     * @param inner elements for references and properties
     */
    Jar component(String simpleName, String service, String attributes, String inner) throws IOException {
        return type(simpleName)
                .text(
                        "OSGI-INF/" + simpleName + ".xml",
                        """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s.%s" immediate="true" %s>
                          <implementation class="%s.%s"/>
                          <service><provide interface="%s"/></service>
                          %s
                        </scr:component>
                        """
                                .formatted(name, simpleName, attributes, name, simpleName, service, inner));
    }

    /** Drops it into a node. */
    void dropInto(CloudyNode node) throws IOException {
        Path jar = Files.createTempFile("cloudy-itests-", ".jar");
        try {
            write(jar);
            node.place(jar, "deploy/" + name + ".jar");
        } finally {
            Files.delete(jar);
        }
    }

    /** Writes it to a file. */
    Path writeTo(Path jar) throws IOException {
        write(jar);
        return jar;
    }

    private void write(Path jar) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Import-Package", imports);
        main.putValue(
                "Service-Component",
                String.join(
                        ",",
                        entries.keySet().stream()
                                .filter(entry -> entry.endsWith(".xml"))
                                .toList()));
        main.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)(!(version>=2.0.0)))\"");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    /** A crowd of neighbours, as a bundle that hears them. */
    static Jar crowd(int count) throws IOException {
        return new Jar("org.example.crowd", "cloudy.api;version=\"[1.0,2)\",cloudy.api.network;version=\"[1.0,2)\"")
                .component(
                        "Crowd",
                        "cloudy.api.network.Finder",
                        "init=\"1\"",
                        "<property name=\"count\" type=\"Integer\" value=\"" + count + "\"/>");
    }
}
