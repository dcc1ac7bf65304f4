// SPDX-License-Identifier: Apache-2.0
package cloudy.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON (RFC 8259) as {@link Map}, in the order of the document, {@link List}, {@link String}, {@link Long},
 * {@link Double}, {@link Boolean} and null, within bounds, whoever wrote it. How many bytes are read is up to the caller.
 *
 * <p>For documents that are small and of a known shape. Safe for use by many threads.
 */
public final class Json {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NUMBER = 64;
    private static final String ENDS = "it ends too early";

    private final JsonFactory factory;

    private Json(int depth, int longestText) {
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxStringLength(longestText)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build())
                .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(depth).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names may come from strangers: they must not stay in a table that all share.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /**
     * A reader and writer.
     *
     * @param depth how many objects and arrays may be within each other
     * @param longestText of a text, in characters
     */
    public static Json within(int depth, int longestText) {
        return new Json(depth, longestText);
    }

    /**
     * The one value of a document.
     *
     * @param document in UTF-8, or another encoding that JSON may have
     * @throws IOException when it is not JSON, has a name twice in an object, a whole number of more than 64 bits, or goes
     *     beyond the bounds; the message says so, without the document
     */
    public Object read(byte[] document) throws IOException {
        try (JsonParser in = factory.createParser(document)) {
            in.nextToken();
            Object value = value(in);
            if (in.nextToken() != null) {
                throw new IOException("there is more than one value");
            }
            return value;
        } catch (JsonEOFException e) {
            throw new IOException(ENDS, e);
        } catch (JsonProcessingException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    /**
     * The object that a document is.
     *
     * @throws IOException when it is another value, and as {@link #read} does
     */
    public Map<String, Object> readObject(byte[] document) throws IOException {
        if (read(document) instanceof Map<?, ?> object) {
            var texts = new LinkedHashMap<String, Object>();
            object.forEach((name, value) -> texts.put((String) name, value));
            return texts;
        }
        throw new IOException("it is no object");
    }

    private static Object value(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new IOException(ENDS);
        }
        return switch (token) {
            case START_OBJECT -> {
                var object = new LinkedHashMap<String, Object>();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    // The library looks at names only where it keeps them.
                    if (name.length() > LONGEST_NAME) {
                        throw new IOException("a name has more than " + LONGEST_NAME + " characters");
                    }
                    in.nextToken();
                    object.put(name, value(in));
                }
                yield object;
            }
            case START_ARRAY -> {
                var array = new ArrayList<Object>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(in));
                }
                yield array;
            }
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("there is " + token + " where a value should be");
        };
    }

    /**
     * A document in UTF-8.
     *
     * @param value made of maps, lists, numbers, truths and null; of everything else its text is written
     * @throws IllegalArgumentException when it goes deeper than the bound, or a number has no digits
     */
    public byte[] write(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            write(out, value);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> array) {
            out.writeStartArray();
            for (Object element : array) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new IOException(number + " cannot be written");
            }
            out.writeNumber(number);
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString(value.toString());
        }
    }
}
