// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.serf.bzip2.Bzip2;
import cloudy.serf.bzip2.Bzip2Exception;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tag {@value #NAME} in which nodes have told of their services since 2014: one line of base64 of bzip2 of a compact
 * JSON array and a line end.
 */
final class ServicesTag {

    static final String NAME = "services";

    /** What becomes of one tag at most. */
    private static final int MAX_TEXT = 64 * 1024;

    /** Base64 of this is what old forks of Serf could carry, twice over. */
    private static final int MAX_VALUE = 4_096;

    /** Serf's limit for all tags of a member together. */
    private static final int MAX_METADATA = 512;

    private ServicesTag() {}

    /** Writes the tag; the records' values must be strict ones. */
    static String encode(List<ServiceRecord> records) {
        String array = records.stream().map(ServiceRecord::json).collect(Collectors.joining(",", "[", "]\n"));
        return Base64.getEncoder().encodeToString(Bzip2.compress(array.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads a tag by anyone; what cannot be read at all counts as one bad record. */
    static RecordReader.Result decode(String value) {
        if (value.isBlank()) {
            return new RecordReader.Result(List.of(), 0);
        }
        try {
            return RecordReader.read(text(value));
        } catch (Bzip2Exception | IllegalArgumentException e) {
            return new RecordReader.Result(List.of(), 1);
        }
    }

    /**
     * The text in base64 of bzip2.
     *
     * @throws IllegalArgumentException when it is too long, or not base64
     */
    static String text(String value) throws Bzip2Exception {
        if (value.length() > MAX_VALUE) {
            throw new IllegalArgumentException("too long");
        }
        byte[] packed = Base64.getMimeDecoder().decode(value);
        return new String(Bzip2.decompress(packed, MAX_TEXT), StandardCharsets.UTF_8);
    }

    /** How long the value may be beside a member's other tags: the encoded map has a limit, not the value. */
    static int room(Map<String, String> otherTags) {
        int used = 1 + mapHeader(otherTags.size() + 1) + size(NAME) + 3;
        for (Map.Entry<String, String> tag : otherTags.entrySet()) {
            used += size(tag.getKey()) + size(tag.getValue());
        }
        return MAX_METADATA - used;
    }

    private static int mapHeader(int size) {
        return size < 16 ? 1 : 3;
    }

    /** A text in msgpack, in the older form, which is never the shorter one. */
    private static int size(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length + (length < 32 ? 1 : 3);
    }
}
