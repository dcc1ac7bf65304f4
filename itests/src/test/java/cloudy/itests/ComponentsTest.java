// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** How the components of all bundles hang together. */
class ComponentsTest {

    private record Component(String name, Set<String> provided, Set<String> wanted) {

        boolean waitsFor(Component other) {
            return wanted.stream().anyMatch(other.provided::contains);
        }
    }

    /**
     * Whichever of a ring is asked for first waits for itself: the framework breaks the ring where it stands, with a
     * reference left out and an error in the log, at one start of many.
     */
    @Test
    void noneWaitsForItself() throws Exception {
        Map<String, Component> components = components();

        assertThat(components).hasSizeGreaterThan(50);
        components.values().forEach(each -> assertThat(ring(each, components.values()))
                .as("a ring of references; one of them must register its service itself, once it stands")
                .isEmpty());
    }

    /** The way from a component back to itself; empty when there is none. */
    private static List<String> ring(Component first, Iterable<Component> all) {
        var seen = new LinkedHashSet<String>();
        var ways = new ArrayList<List<Component>>(List.of(List.of(first)));
        while (!ways.isEmpty()) {
            List<Component> way = ways.remove(ways.size() - 1);
            for (Component next : all) {
                if (way.get(way.size() - 1).waitsFor(next)) {
                    if (next.equals(first)) {
                        return way.stream().map(Component::name).toList();
                    }
                    if (seen.add(next.name())) {
                        ways.add(Stream.concat(way.stream(), Stream.of(next)).toList());
                    }
                }
            }
        }
        return List.of();
    }

    private static Map<String, Component> components() throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        var components = new TreeMap<String, Component>();
        try (Stream<Path> folders = Files.list(Project.root().resolve("bundles"))) {
            for (Path folder : folders.filter(path -> Files.exists(path.resolve("pom.xml")))
                    .toList()) {
                String jar = "cloudy." + folder.getFileName() + '-' + Project.version() + ".jar";
                try (var file =
                        new JarFile(folder.resolve("target").resolve(jar).toFile())) {
                    for (String entry : declarations(file)) {
                        Component read = read(parser, file, entry);
                        components.put(read.name(), read);
                    }
                }
            }
        }
        return components;
    }

    private static List<String> declarations(JarFile file) throws IOException {
        String header = file.getManifest().getMainAttributes().getValue("Service-Component");
        return header == null ? List.of() : List.of(header.split("\\s*,\\s*"));
    }

    private static Component read(DocumentBuilder parser, JarFile file, String entry) throws Exception {
        try (InputStream in = file.getInputStream(file.getEntry(entry))) {
            Element root = parser.parse(in).getDocumentElement();
            return new Component(root.getAttribute("name"), interfaces(root, "provide"), interfaces(root, "reference"));
        }
    }

    private static Set<String> interfaces(Element root, String tag) {
        var found = new TreeSet<String>();
        NodeList elements = root.getElementsByTagName(tag);
        for (int i = 0; i < elements.getLength(); i++) {
            found.add(((Element) elements.item(i)).getAttribute("interface"));
        }
        return found;
    }
}
