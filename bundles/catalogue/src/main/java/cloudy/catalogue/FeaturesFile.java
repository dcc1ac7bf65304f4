// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.net.URI;
import java.util.function.Function;

/** The file that Karaf reads in place of a repository's own: only what was checked, and nothing to be fetched. */
final class FeaturesFile {

    private FeaturesFile() {}

    /** Writes it, with the bundles where they are kept now. */
    static String of(RepositoryFile repository, Function<RepositoryFile.Item, URI> where) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<features name=\"").append(escaped(repository.name()));
        xml.append("\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">\n");
        for (RepositoryFile.Offered feature : repository.features()) {
            xml.append("  <feature name=\"").append(escaped(feature.name()));
            xml.append("\" version=\"").append(escaped(feature.version().toString()));
            xml.append("\" description=\"").append(escaped(feature.title())).append("\">\n");
            xml.append("    <details>").append(escaped(feature.description())).append("</details>\n");
            for (String need : feature.needs()) {
                xml.append("    <feature>").append(escaped(need)).append("</feature>\n");
            }
            for (RepositoryFile.Item item : feature.bundles()) {
                xml.append("    <bundle start-level=\"")
                        .append(item.startLevel())
                        .append("\">");
                xml.append(escaped(where.apply(item).toASCIIString())).append("</bundle>\n");
            }
            xml.append("  </feature>\n");
        }
        return xml.append("</features>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
