// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import java.util.ArrayList;
import java.util.List;

/** Several values in one text, with commas between. */
final class Values {

    private Values() {}

    /**
     * Splits at commas, as Felix does: a backslash takes the meaning from what follows it, white space around a value
     * goes unless a backslash is before it.
     */
    static List<String> split(String text) {
        var values = new ArrayList<String>();
        var value = new StringBuilder();
        // How much of the value is not to be stripped.
        int kept = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
                kept = value.length();
            } else if (c == ',') {
                value.setLength(kept);
                values.add(value.toString());
                value.setLength(0);
                kept = 0;
            } else if (!Character.isWhitespace(c)) {
                value.append(c);
                kept = value.length();
            } else if (kept > 0) {
                value.append(c);
            }
        }
        value.setLength(kept);
        values.add(value.toString());
        // Nothing at all is no value, and a comma at the end announces none.
        if (values.get(values.size() - 1).isEmpty()) {
            values.remove(values.size() - 1);
        }
        return values;
    }

    /** The text that is split into exactly these values. */
    static String join(List<String> values) {
        var text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",");
            String value = values.get(i);
            for (int at = 0; at < value.length(); at++) {
                char c = value.charAt(at);
                boolean edge = at == 0 || at == value.length() - 1;
                text.append(c == ',' || c == '\\' || (edge && Character.isWhitespace(c)) ? "\\" : "")
                        .append(c);
            }
        }
        boolean endsEmpty = !values.isEmpty() && values.get(values.size() - 1).isEmpty();
        return text.append(endsEmpty ? "," : "").toString();
    }
}
