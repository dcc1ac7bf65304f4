// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads a bundle's XML, which may be anything. */
final class Xml {

    private Xml() {}

    static void read(byte[] content, DefaultHandler into) throws IOException {
        try {
            // The JDK's own parser, whatever a bundle brings; a document type could name entities, files and hosts.
            var factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new ByteArrayInputStream(content), into);
        } catch (ParserConfigurationException | SAXException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
