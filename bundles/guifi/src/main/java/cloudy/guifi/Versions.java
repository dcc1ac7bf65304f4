// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A word for a value, the same wherever the value is, and another for every other value. */
final class Versions {

    private static final int BYTES = 16;

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    Versions() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The word of a record of records, lists, texts and what a text says wholly. */
    static String of(Record value) {
        var versions = new Versions();
        versions.add(value);
        return versions.word();
    }

    void add(long value) {
        digest.update(number.clear().putLong(value).flip());
    }

    void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    /** The word of all that was added; nothing can be added afterwards. */
    String word() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private void add(Object value) {
        if (value instanceof Record composed) {
            for (RecordComponent component : composed.getClass().getRecordComponents()) {
                add(part(composed, component));
            }
        } else if (value instanceof List<?> list) {
            add(list.size());
            list.forEach(this::add);
        } else if (value instanceof Optional<?> optional) {
            add(optional.isPresent() ? 1 : 0);
            optional.ifPresent(this::add);
        } else {
            add(value.toString());
        }
    }

    private static Object part(Record composed, RecordComponent component) {
        try {
            return component.getAccessor().invoke(composed);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
