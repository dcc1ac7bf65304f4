// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

import cloudy.api.Text;
import cloudy.mdns.wire.Name;

/**
 * The label under which a service is announced: {@code <description> @<node name>}. Every proxy of the original is called
 * {@code Proxy3_System}, and on one LAN a label can be used once only; so each carries its node's name at the end.
 */
final class InstanceName {

    private static final String AT = " @";

    /** Bytes of the node's name that are kept at most, so that something of the description can be read. */
    private static final int MAX_NODE = 40;

    private InstanceName() {}

    /** The label; what is too long is cut off the description. */
    static String of(String description, String node) {
        String end = AT + cut(node, MAX_NODE);
        return cut(description, Name.MAX_LABEL - Text.utf8Length(end)).stripTrailing() + end;
    }

    /** What people should read: the label without its end, where that is the name of the host that announces it. */
    static String description(String label, String host) {
        int at = label.lastIndexOf(AT);
        if (at <= 0) {
            return label;
        }
        String node = label.substring(at + AT.length());
        return node.equalsIgnoreCase(host) || node.equalsIgnoreCase(cut(host, MAX_NODE))
                ? label.substring(0, at)
                : label;
    }

    /** As many whole characters from the beginning as take no more than these bytes of UTF-8. */
    static String cut(String text, int maxBytes) {
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > maxBytes) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }
}
