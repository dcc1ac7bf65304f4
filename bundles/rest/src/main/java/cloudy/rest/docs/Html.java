// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import java.util.List;

/** Puts a page together in which every text and every value is text, whatever it holds. Not safe for many threads. */
final class Html {

    private final StringBuilder page = new StringBuilder();

    /** Begins an element, with attributes in pairs of name and value. */
    Html open(String element, String... attributes) {
        page.append('<').append(element);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            page.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            page.append('"');
        }
        page.append('>');
        return this;
    }

    Html close(String element) {
        page.append("</").append(element).append(">\n");
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** A whole element that holds text. */
    Html element(String element, String text, String... attributes) {
        open(element, attributes).text(text);
        page.append("</").append(element).append('>');
        return this;
    }

    Html link(String href, String text) {
        return element("a", text, "href", href);
    }

    /** The beginning of a table, up to its first row. */
    Html table(String caption, List<String> columns) {
        open("table").element("caption", caption).open("thead").open("tr");
        columns.forEach(column -> element("th", column, "scope", "col"));
        return close("tr").close("thead").open("tbody");
    }

    Html endTable() {
        return close("tbody").close("table");
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
    }

    /** No document may hold other control characters, nor halves of characters. */
    private static boolean allowed(int c) {
        return c == '\n' || c == '\t' || (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE);
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
