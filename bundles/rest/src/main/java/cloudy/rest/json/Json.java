// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes what operations answer, as {@link cloudy.api.rest.Answer.Json} says it. */
public final class Json {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(256 * 1024)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(64).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names come from strangers: they must not stay in a table that all share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final int LAST_OF_ASCII = 127;

    private Json() {}

    /** The document as text. */
    public static String write(Object value) {
        return write(value, 0);
    }

    /** The document in ASCII: as long in bytes as in characters, and safe in any stream of lines. */
    public static String line(Object value) {
        return write(value, LAST_OF_ASCII);
    }

    /** Zero for a last character means that all of them stay as they are. */
    private static String write(Object value, int lastUnescaped) {
        var text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.setHighestNonEscapedChar(lastUnescaped);
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof CharSequence text) {
            out.writeString(text.toString());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Number number) {
            write(out, number);
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> each : map.entrySet()) {
                field(out, each.getKey().toString(), each.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            out.writeStartArray();
            for (Object each : list) {
                write(out, each);
            }
            out.writeEndArray();
        } else if (value instanceof Record record) {
            record(out, record);
        } else if (value instanceof Optional<?> optional) {
            write(out, optional.orElse(null));
        } else {
            out.writeString(text(value));
        }
    }

    private static String text(Object value) {
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (value instanceof InetAddress address) {
            return numbers(address);
        }
        if (value instanceof Locale locale) {
            return locale.toLanguageTag();
        }
        throw new IllegalArgumentException(
                "an answer holds a " + value.getClass().getName());
    }

    /** Without the name, which a look-up may have left in it, and the zone, which means something on this host only. */
    private static String numbers(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static void field(JsonGenerator out, String name, Object value) throws IOException {
        if (value instanceof Optional<?> optional && optional.isEmpty()) {
            return;
        }
        out.writeFieldName(name);
        write(out, value);
    }

    private static void record(JsonGenerator out, Record record) throws IOException {
        out.writeStartObject();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            field(out, component.getName(), value(record, component));
        }
        out.writeEndObject();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            // The record itself may be private to its bundle.
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException("an answer's " + component.getName() + " cannot be read", e);
        }
    }

    private static void write(JsonGenerator out, Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            out.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else if (number instanceof Double || number instanceof Float) {
            double each = number.doubleValue();
            if (!Double.isFinite(each)) {
                throw new IllegalArgumentException("an answer holds the number " + each);
            }
            out.writeNumber(each);
        } else {
            out.writeNumber(number.longValue());
        }
    }
}
