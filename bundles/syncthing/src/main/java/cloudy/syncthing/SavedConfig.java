// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What is in a {@code config.xml} that no Syncthing uses at the moment, or whose Syncthing is not to be asked. */
record SavedConfig(List<String> devices, List<Folder> folders) {

    private static final int MAX_BYTES = 8 * 1024 * 1024;
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    /** A folder that is shared. */
    record Folder(String id, String label, Path path) {

        /** What a copy of it is called: its id, as far as that can be the name of a file. */
        String part() {
            String plain = id.replaceAll("[^A-Za-z0-9._-]", "_");
            return plain.equals(id) && id.length() <= 64
                    ? "folder-" + id
                    : "folder-" + plain.substring(0, Math.min(plain.length(), 40)) + '-'
                            + HexFormat.of().toHexDigits(id.hashCode());
        }
    }

    /** Reads the file of a stranger. */
    static SavedConfig read(Path file) throws IOException {
        Element root = parse(file).getDocumentElement();
        List<String> devices = new ArrayList<>();
        for (Element device : children(root, "device")) {
            devices.add(device.getAttribute("id"));
        }
        List<Folder> folders = new ArrayList<>();
        for (Element folder : children(root, "folder")) {
            String id = folder.getAttribute("id");
            String label = folder.getAttribute("label");
            try {
                Path path = Path.of(folder.getAttribute("path")).toAbsolutePath();
                folders.add(new Folder(id, label.isBlank() ? id : label, path));
            } catch (InvalidPathException e) {
                throw Explained.failure(
                        Texts.of(
                                "config.xml té una carpeta que no és enlloc",
                                "config.xml tiene una carpeta que no está en ningún sitio",
                                "config.xml has a folder that is nowhere"),
                        e);
            }
        }
        return new SavedConfig(devices, folders);
    }

    private static Document parse(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw Explained.failure(Texts.of(
                            "config.xml té més de %s bytes",
                            "config.xml tiene más de %s bytes", "config.xml is longer than %s bytes")
                    .with(MAX_BYTES));
        }
        try (InputStream in = Files.newInputStream(file)) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            var builder = factory.newDocumentBuilder();
            // The usual one writes to the standard error.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(in);
        } catch (ParserConfigurationException | SAXException e) {
            throw Explained.failure(
                    Texts.of("config.xml no és XML", "config.xml no es XML", "config.xml is no XML"), e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE
                        && node.getNodeName().equals(name))
                .map(Element.class::cast)
                .toList();
    }
}
