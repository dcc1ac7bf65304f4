// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.Text;
import cloudy.api.form.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.osgi.framework.Version;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads a repository's file: Karaf's features, of which it takes bundles, dependencies and texts, and refuses all else. A
 * feature file may also write configuration, bring libraries for the JVM and name other repositories; a stranger's may not.
 */
final class RepositoryReader {

    static final int MAX_BYTES = 1 << 20;

    /** Of the attributes {@code sha256} of a bundle and {@code category} of a feature. */
    static final String NAMESPACE = "https://cloudy.community/xmlns/catalogue/v1.0.0";

    private static final String FEATURES = "http://karaf.apache.org/xmlns/features/v1.";
    private static final int MAX_FEATURES = 200;
    private static final int MAX_BUNDLES = 500;
    private static final int MAX_TITLE = 120;
    private static final int MAX_DESCRIPTION = 2000;
    private static final int MAX_LOCATION = 500;

    /** Above all of ours that others need, below the level that the node reaches. */
    private static final int FIRST_LEVEL = 80;

    private static final int LAST_LEVEL = 99;
    private static final int USUAL_LEVEL = 90;

    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,79}";
    private static final String REPOSITORY_NAME = "[a-z0-9][a-z0-9-]{0,39}";

    private final URI address;
    private final Set<String> names = new HashSet<>();
    private int bundles;

    private RepositoryReader(URI address) {
        this.address = address;
    }

    /** Reads a file that was fetched from an address, against which its relative addresses are resolved. */
    static RepositoryFile read(byte[] content, URI address) throws Refusal {
        if (content.length > MAX_BYTES) {
            throw new Refusal(Texts.of(
                    "el fitxer del dipòsit fa més d'1 MB",
                    "el fichero del repositorio ocupa más de 1 MB",
                    "the repository's file is larger than 1 MB"));
        }
        return new RepositoryReader(address).file(parse(content));
    }

    private static Element parse(byte[] content) throws Refusal {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            // A document type could name entities, files and hosts.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new ByteArrayInputStream(content)).getDocumentElement();
        } catch (SAXException | IOException e) {
            String why = String.valueOf(e.getMessage());
            throw new Refusal(
                    why.contains("DOCTYPE")
                            ? Texts.of(
                                    "el fitxer del dipòsit té un tipus de document (DOCTYPE), que no s'admet",
                                    "el fichero del repositorio tiene un tipo de documento (DOCTYPE), que no se admite",
                                    "the repository's file has a document type (DOCTYPE), which is not taken")
                            : Texts.of(
                                            "el fitxer del dipòsit no és XML: %s",
                                            "el fichero del repositorio no es XML: %s",
                                            "the repository's file is not XML: %s")
                                    .with(Text.clean(why, 200)));
        } catch (ParserConfigurationException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private RepositoryFile file(Element root) throws Refusal {
        String namespace = String.valueOf(root.getNamespaceURI());
        if (!namespace.startsWith(FEATURES) || !root.getLocalName().equals("features")) {
            throw new Refusal(Texts.of(
                    "el fitxer del dipòsit no té funcions de Karaf",
                    "el fichero del repositorio no tiene funciones de Karaf",
                    "the repository's file has no Karaf features in it"));
        }
        allow(root, "name");
        String name = matching(root, "name", REPOSITORY_NAME);
        var features = new ArrayList<RepositoryFile.Offered>();
        for (Element child : children(root)) {
            requireName(child, "feature");
            features.add(feature(child));
            if (features.size() > MAX_FEATURES) {
                throw new Refusal(Texts.of(
                                "el dipòsit té més de %s funcions",
                                "el repositorio tiene más de %s funciones", "the repository has more than %s features")
                        .with(MAX_FEATURES));
            }
        }
        if (features.isEmpty()) {
            throw new Refusal(Texts.of("el dipòsit és buit", "el repositorio está vacío", "the repository is empty"));
        }
        return new RepositoryFile(name, features);
    }

    private RepositoryFile.Offered feature(Element element) throws Refusal {
        allow(element, "name", "version", "description", "category");
        String name = matching(element, "name", NAME);
        if (!names.add(name)) {
            throw new Refusal(Texts.of(
                            "el dipòsit té dues funcions que es diuen %s",
                            "el repositorio tiene dos funciones que se llaman %s",
                            "the repository has two features named %s")
                    .with(name));
        }
        var needs = new ArrayList<String>();
        var items = new ArrayList<RepositoryFile.Item>();
        String details = "";
        for (Element child : children(element)) {
            switch (child.getLocalName()) {
                case "details" -> details = child.getTextContent().strip();
                case "feature" -> {
                    allow(child);
                    needs.add(matching(
                            child.getTextContent().strip(),
                            NAME,
                            Texts.of(
                                            "una funció que necessita %s",
                                            "una función que necesita %s", "a feature that %s needs")
                                    .with(name)));
                }
                case "bundle" -> items.add(item(child));
                default -> throw refused(child);
            }
        }
        String title = element.getAttribute("description").strip();
        String category = element.getAttributeNS(NAMESPACE, "category");
        return new RepositoryFile.Offered(
                name,
                version(name, element.getAttribute("version")),
                Text.clean(title.isEmpty() ? name : title, MAX_TITLE),
                Text.clean(details.replaceAll("\\s+", " "), MAX_DESCRIPTION),
                Category.of(category).orElse(Category.OTHER),
                needs,
                items);
    }

    private RepositoryFile.Item item(Element element) throws Refusal {
        allow(element, "start-level", "sha256");
        if (++bundles > MAX_BUNDLES) {
            throw new Refusal(Texts.of(
                            "el dipòsit té més de %s paquets",
                            "el repositorio tiene más de %s paquetes", "the repository has more than %s bundles")
                    .with(MAX_BUNDLES));
        }
        String text = element.getTextContent().strip();
        Texts what = Texts.of("el paquet %s", "el paquete %s", "bundle %s").with(Text.clean(text, 80));
        URI location = location(text, what);
        String sha256 = element.getAttributeNS(NAMESPACE, "sha256");
        if (!sha256.matches(Hash.PATTERN)) {
            throw new Refusal(Texts.of(
                            "%s no té el SHA-256 que ha de tenir",
                            "%s no tiene el SHA-256 que debe tener", "%s has no SHA-256 that it must have")
                    .with(what));
        }
        return new RepositoryFile.Item(location, sha256, level(element.getAttribute("start-level"), what));
    }

    private URI location(String text, Texts what) throws Refusal {
        URI location;
        try {
            location = address.resolve(URI.create(text)).normalize();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Texts.of("%s no té adreça", "%s no tiene dirección", "%s has no address")
                    .with(what));
        }
        if (text.isEmpty()
                || text.length() > MAX_LOCATION
                || !"https".equalsIgnoreCase(location.getScheme())
                || location.getHost() == null
                || location.getRawUserInfo() != null
                || location.getRawFragment() != null) {
            throw new Refusal(Texts.of(
                            "%s no és en una adreça https",
                            "%s no está en una dirección https", "%s is not at an https address")
                    .with(what));
        }
        return location;
    }

    private static int level(String text, Texts what) throws Refusal {
        if (text.isEmpty()) {
            return USUAL_LEVEL;
        }
        int level = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (level < FIRST_LEVEL || level > LAST_LEVEL) {
            throw new Refusal(Texts.of(
                            "%s ha d'engegar-se al nivell %s a %s",
                            "%s debe arrancar en el nivel %s a %s", "%s must start at level %s to %s")
                    .with(what, FIRST_LEVEL, LAST_LEVEL));
        }
        return level;
    }

    private static Version version(String name, String text) throws Refusal {
        try {
            return text.isEmpty() || text.length() > 60 ? none(name) : Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            return none(name);
        }
    }

    private static Version none(String name) throws Refusal {
        throw new Refusal(Texts.of(
                        "la funció %s no té una versió com ara 1.0.0",
                        "la función %s no tiene una versión como 1.0.0", "feature %s has no version such as 1.0.0")
                .with(name));
    }

    private static String matching(Element element, String attribute, String pattern) throws Refusal {
        return matching(
                element.getAttribute(attribute),
                pattern,
                Texts.of("el nom d'un %s", "el nombre de un %s", "a %s's name").with(element.getLocalName()));
    }

    private static String matching(String text, String pattern, Texts what) throws Refusal {
        if (!text.matches(pattern)) {
            throw new Refusal(Texts.of(
                            "%s ha de ser curt, de minúscules, xifres i guions, i no \"%s\"",
                            "%s debe ser corto, de minúsculas, cifras y guiones, y no \"%s\"",
                            "%s must be short, of lower-case letters, digits and hyphens, not \"%s\"")
                    .with(what, Text.clean(text, 40)));
        }
        return text;
    }

    private static void allow(Element element, String... names) throws Refusal {
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = (Attr) attributes.item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())
                    && !XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(attribute.getNamespaceURI())
                    && !Set.of(names).contains(attribute.getLocalName())) {
                throw new Refusal(Texts.of(
                                "el fitxer del dipòsit té l'atribut %s en un %s, que no s'admet",
                                "el fichero del repositorio tiene el atributo %s en un %s, que no se admite",
                                "the repository's file has the attribute %s on a %s, which is not taken")
                        .with(Text.clean(attribute.getName(), 40), element.getLocalName()));
            }
        }
    }

    private static List<Element> children(Element element) throws Refusal {
        var nodes = element.getChildNodes();
        List<Element> children = IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
        for (Element child : children) {
            if (!String.valueOf(child.getNamespaceURI()).startsWith(FEATURES)) {
                throw refused(child);
            }
        }
        return children;
    }

    private static void requireName(Element element, String name) throws Refusal {
        if (!element.getLocalName().equals(name)) {
            throw refused(element);
        }
    }

    private static Refusal refused(Node element) {
        return new Refusal(Texts.of(
                        "el fitxer del dipòsit té <%s>, que no s'admet: les funcions poden tenir paquets i necessitar"
                                + " altres funcions, res més",
                        "el fichero del repositorio tiene <%s>, que no se admite: las funciones pueden tener paquetes"
                                + " y necesitar otras funciones, nada más",
                        "the repository's file has <%s>, which is not taken: features may have bundles and need other"
                                + " features, nothing else")
                .with(Text.clean(element.getNodeName(), 40)));
    }

    /** Says nothing on the console of what it throws anyway. */
    private static final class Strict implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
