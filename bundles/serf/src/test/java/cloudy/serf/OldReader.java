// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Reads tags by the rules of the original's shell plug, and shares no code with what is tested: unpacks each, turns
 * apostrophes into double quotes, joins everything, splits it at blanks, and parses strictly. One blank anywhere breaks
 * the lot.
 */
final class OldReader {

    private final String text;
    private int position;

    private OldReader(String text) {
        this.text = text;
    }

    static List<Map<String, String>> read(List<String> tags) throws IOException {
        var all = new StringBuilder();
        for (String tag : tags) {
            byte[] packed = Base64.getDecoder().decode(tag);
            try (var in = new BZip2CompressorInputStream(new ByteArrayInputStream(packed))) {
                String array = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (!array.endsWith("]\n")) {
                    throw new IOException("not one line: " + array);
                }
                all.append(array.replace('\'', '"'));
            }
        }
        var records = new ArrayList<Map<String, String>>();
        for (String word : all.toString().trim().split("\\s+", -1)) {
            // [[:space:]] of a shell in a UTF-8 locale knows more blanks than that.
            if (word.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ')) {
                throw new IOException("a blank in " + word);
            }
            new OldReader(word).array(records);
        }
        return records;
    }

    private void array(List<Map<String, String>> records) throws IOException {
        expect('[');
        if (text.charAt(position) != ']') {
            do {
                records.add(object());
            } while (accept(','));
        }
        expect(']');
        if (position != text.length()) {
            throw new IOException("something behind the array: " + text);
        }
    }

    private Map<String, String> object() throws IOException {
        var values = new HashMap<String, String>();
        expect('{');
        do {
            String key = string();
            expect(':');
            if (values.put(key, string()) != null) {
                throw new IOException("twice the key " + key);
            }
        } while (accept(','));
        expect('}');
        return values;
    }

    private String string() throws IOException {
        expect('"');
        int end = text.indexOf('"', position);
        if (end < 0 || text.substring(position, end).indexOf('\\') >= 0) {
            throw new IOException("not a text at " + position + " of " + text);
        }
        String value = text.substring(position, end);
        position = end + 1;
        return value;
    }

    private boolean accept(char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws IOException {
        if (!accept(c)) {
            throw new IOException("no " + c + " at " + position + " of " + text);
        }
    }
}
