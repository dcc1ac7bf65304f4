// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import cloudy.api.CloudyService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Reads a component description (OSGi Compendium 112): whether its settings are those of a {@link CloudyService}. */
final class ComponentFile extends DefaultHandler {

    private static final String STANDARD = "cloudy.";

    private final Map<String, Map<String, String>> services = new HashMap<>();
    private List<String> pids = List.of();
    private Map<String, String> properties = Map.of();
    private boolean isService;

    private ComponentFile() {}

    /** The PIDs of the services that are described, and the standard settings that each has by itself. */
    static Map<String, Map<String, String>> read(byte[] content) throws IOException {
        var file = new ComponentFile();
        Xml.read(content, file);
        return file.services;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes xml) {
        switch (localName) {
            case "component" -> {
                pids = pids(xml);
                properties = new HashMap<>();
                isService = false;
            }
            case "property" -> {
                String name = xml.getValue("name");
                String value = xml.getValue("value");
                if (name != null && value != null && name.startsWith(STANDARD)) {
                    properties.put(name, value);
                }
            }
            case "provide" -> isService |= CloudyService.class.getName().equals(xml.getValue("interface"));
            default -> {
                // What it refers to means nothing here.
            }
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        if (localName.equals("component") && isService) {
            pids.forEach(pid -> services.put(pid, Map.copyOf(properties)));
        }
    }

    private static List<String> pids(Attributes xml) {
        if ("ignore".equals(xml.getValue("configuration-policy"))) {
            return List.of();
        }
        String name = xml.getValue("name");
        String listed = xml.getValue("configuration-pid");
        var pids = new ArrayList<String>();
        for (String pid : (listed == null ? "$" : listed).split("\\s+", -1)) {
            String named = pid.equals("$") ? name : pid;
            if (named != null && !named.isEmpty()) {
                pids.add(named);
            }
        }
        return pids;
    }
}
