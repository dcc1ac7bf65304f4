// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A service bundle made on the spot, to have many without many builds.
 *
 * @param name its symbolic name, and the name of its only component
 * @param version its bundle version
 */
record DropIn(String name, String version, String type, String description, int port, String txt) {

    /** A first version without TXT. */
    static DropIn of(String type, String description, int port) {
        return new DropIn("org.example." + type, "1.0.0", type, description, port, "");
    }

    /** This bundle with facts of the form {@code a=1&b=2}. */
    DropIn with(String facts) {
        return new DropIn(name, version, type, description, port, facts);
    }

    /** This bundle as a later version with another description. */
    DropIn updated(String newVersion, String newDescription) {
        return new DropIn(name, newVersion, type, newDescription, port, txt);
    }

    /** Where the node has it. */
    String place() {
        return "deploy/" + name + ".jar";
    }

    /** Writes the jar. */
    Path writeTo(Path jar) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        main.putValue("Import-Package", "cloudy.api;version=\"[1.0,2)\"");
        main.putValue("Service-Component", "OSGI-INF/service.xml");
        main.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)(!(version>=2.0.0)))\"");
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file, manifest)) {
            String service = Pads.class.getName().replace('.', '/') + ".class";
            out.putNextEntry(new JarEntry(service));
            try (InputStream code = Pads.class.getResourceAsStream("/" + service)) {
                code.transferTo(out);
            }
            out.putNextEntry(new JarEntry("OSGI-INF/service.xml"));
            out.write(component().getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private String component() {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s">
                  <implementation class="%s"/>
                  <service><provide interface="cloudy.api.CloudyService"/></service>
                  <property name="cloudy.type" value="%s"/>
                  <property name="cloudy.description" value="%s"/>
                  <property name="cloudy.port" type="Integer" value="%d"/>
                  <property name="cloudy.txt" value="%s"/>
                </scr:component>
                """
                .formatted(
                        name,
                        Pads.class.getName(),
                        type,
                        description,
                        port,
                        txt.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
