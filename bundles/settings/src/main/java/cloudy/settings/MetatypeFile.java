// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.settings.Setting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a metatype file: OSGi Compendium 105, and the attributes of {@link Setting}.
 *
 * <p>The Metatype Service of the framework leaves out attributes of other namespaces.
 */
final class MetatypeFile extends DefaultHandler {

    private final Map<String, Map<String, Attribute>> classes = new HashMap<>();
    private final Map<String, String> designated = new LinkedHashMap<>();
    private final Map<String, Boolean> factories = new HashMap<>();
    private final List<String> options = new ArrayList<>();
    private Map<String, Attribute> current = new LinkedHashMap<>();
    private Map<String, String> attribute = Map.of();
    private String pid = "";

    private MetatypeFile() {}

    /** The schemas that the file designates, by PID; throws {@link IOException} when it is no metatype file. */
    static Map<String, Schema> read(byte[] content) throws IOException {
        var file = new MetatypeFile();
        try {
            // The JDK's own parser, whatever a bundle brings; a document type could name entities, files and hosts.
            var factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new ByteArrayInputStream(content), file);
        } catch (ParserConfigurationException | SAXException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return file.schemas();
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes xml) throws SAXException {
        switch (localName) {
            case "OCD" -> {
                current = new LinkedHashMap<>();
                classes.put(text(xml, "id", ""), current);
            }
            case "AD" -> {
                attribute = values(xml);
                options.clear();
            }
            case "Option" -> options.add(text(xml, "value", ""));
            case "Designate" -> {
                boolean factory = xml.getValue("factoryPid") != null;
                pid = text(xml, factory ? "factoryPid" : "pid", "");
                factories.put(pid, factory);
            }
            case "Object" -> designated.put(pid, text(xml, "ocdref", ""));
            default -> {
                // Icons and localised texts mean nothing here.
            }
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        if (localName.equals("AD")) {
            Attribute read = attribute();
            current.put(read.id(), read);
        }
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
        throw e;
    }

    private Attribute attribute() throws SAXException {
        int cardinality = number("cardinality").map(BigDecimal::intValue).orElse(0);
        return new Attribute(
                attribute.getOrDefault("id", ""),
                ValueType.of(attribute.getOrDefault("type", "String")),
                // Below zero it means a Vector of as many values; the least int is a Vector without limit.
                cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality),
                !"false".equals(attribute.get("required")) && !attribute.containsKey("default"),
                number("min"),
                number("max"),
                options,
                pattern(),
                attribute.getOrDefault("sentence", ""));
    }

    private Optional<BigDecimal> number(String name) throws SAXException {
        try {
            return Optional.ofNullable(attribute.get(name))
                    .filter(text -> !text.isEmpty())
                    .map(BigDecimal::new);
        } catch (NumberFormatException e) {
            throw new SAXException(name + " of " + attribute.get("id") + " is not a number", e);
        }
    }

    private Optional<Pattern> pattern() throws SAXException {
        try {
            return Optional.ofNullable(attribute.get("pattern")).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw new SAXException("pattern of " + attribute.get("id") + " is not a regular expression", e);
        }
    }

    private Map<String, Schema> schemas() throws IOException {
        var schemas = new LinkedHashMap<String, Schema>();
        for (Map.Entry<String, String> designate : designated.entrySet()) {
            Map<String, Attribute> attributes = classes.get(designate.getValue());
            if (attributes == null) {
                throw new IOException(designate.getKey() + " refers to what is not in the file");
            }
            schemas.put(designate.getKey(), new Schema(factories.get(designate.getKey()), attributes));
        }
        return schemas;
    }

    /** The attributes that count: metatype's own, which have no namespace, and ours. */
    private static Map<String, String> values(Attributes xml) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < xml.getLength(); i++) {
            if (xml.getURI(i).isEmpty() || xml.getURI(i).equals(Setting.NAMESPACE)) {
                values.put(xml.getLocalName(i), xml.getValue(i));
            }
        }
        return values;
    }

    private static String text(Attributes xml, String name, String otherwise) {
        String value = xml.getValue(name);
        return value == null ? otherwise : value;
    }
}
