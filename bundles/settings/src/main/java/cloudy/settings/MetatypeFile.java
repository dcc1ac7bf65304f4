// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.form.Field.Option;
import cloudy.api.form.Texts;
import cloudy.api.settings.Setting;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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

    /** The pattern of {@link Setting} where none is said. */
    private static final String ANYTHING = ".*";

    /** What an {@code OCD} says, before it is known whose it is. */
    private record ObjectClass(boolean adminOnly, Texts title, Texts help, Map<String, Attribute> attributes) {}

    private final Function<String, Translations> localizations;
    private final Map<String, ObjectClass> classes = new HashMap<>();
    private final Map<String, String> designated = new LinkedHashMap<>();
    private final Map<String, Boolean> factories = new HashMap<>();
    private final List<Option> options = new ArrayList<>();
    private Translations translations = Translations.none();
    private Map<String, Attribute> current = new LinkedHashMap<>();
    private Map<String, String> attribute = Map.of();
    private String pid = "";

    private MetatypeFile(Function<String, Translations> localizations) {
        this.localizations = localizations;
    }

    /**
     * The schemas that the file designates, by PID.
     *
     * @param localizations the bundle's texts, by the name that the file gives them
     * @throws IOException when it is no metatype file
     */
    static Map<String, Schema> read(byte[] content, Function<String, Translations> localizations) throws IOException {
        var file = new MetatypeFile(localizations);
        Xml.read(content, file);
        return file.schemas();
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes xml) throws SAXException {
        switch (localName) {
            case "MetaData" -> translations = localizations.apply(text(xml, "localization", ""));
            case "OCD" -> {
                current = new LinkedHashMap<>();
                Map<String, String> values = values(xml);
                classes.put(
                        values.getOrDefault("id", ""),
                        new ObjectClass(
                                "true".equals(values.get("adminOnly")),
                                translations.of(values.getOrDefault("name", "")),
                                translations.of(values.getOrDefault("description", "")),
                                current));
            }
            case "AD" -> {
                attribute = values(xml);
                options.clear();
            }
            case "Option" -> {
                String value = text(xml, "value", "");
                String label = text(xml, "label", "");
                options.add(new Option(value, translations.of(label.isEmpty() ? value : label)));
            }
            case "Designate" -> {
                boolean factory = xml.getValue("factoryPid") != null;
                pid = text(xml, factory ? "factoryPid" : "pid", "");
                factories.put(pid, factory);
            }
            case "Object" -> designated.put(pid, text(xml, "ocdref", ""));
            default -> {
                // Icons mean nothing here.
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
        // Below zero it means a Vector of as many values; the least int is a Vector without limit.
        int several = cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality);
        return new Attribute(
                attribute.getOrDefault("id", ""),
                ValueType.of(attribute.getOrDefault("type", "String")),
                several,
                !"false".equals(attribute.get("required")) && !attribute.containsKey("default"),
                number("min"),
                number("max"),
                options,
                pattern(),
                wording(several > 0));
    }

    private Wording wording(boolean several) {
        List<String> initial = Values.split(attribute.getOrDefault("default", ""));
        return new Wording(
                text("name"),
                text("description"),
                text("sentence"),
                text("group"),
                attribute.getOrDefault("unit", ""),
                // A comma of a single value has a backslash before it as well, or has not: who wrote it by hand may not
                // know.
                several || initial.isEmpty() ? initial : List.of(String.join(",", initial)));
    }

    private Texts text(String name) {
        return translations.of(attribute.getOrDefault(name, ""));
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
            return Optional.ofNullable(attribute.get("pattern"))
                    .filter(pattern -> !pattern.equals(ANYTHING))
                    .map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw new SAXException("pattern of " + attribute.get("id") + " is not a regular expression", e);
        }
    }

    private Map<String, Schema> schemas() throws IOException {
        var schemas = new LinkedHashMap<String, Schema>();
        for (Map.Entry<String, String> designate : designated.entrySet()) {
            ObjectClass said = classes.get(designate.getValue());
            if (said == null) {
                throw new IOException(designate.getKey() + " refers to what is not in the file");
            }
            schemas.put(
                    designate.getKey(),
                    new Schema(
                            factories.get(designate.getKey()),
                            said.adminOnly(),
                            said.title(),
                            said.help(),
                            said.attributes()));
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
