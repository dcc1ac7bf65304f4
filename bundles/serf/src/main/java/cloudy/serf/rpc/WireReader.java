// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads what the agent says, piece by piece: nothing is kept that was not asked for, and no length that is claimed is
 * ever allocated before so many bytes have come, since tags are the word of strangers whom the agent only passes on.
 */
final class WireReader {

    static final int MAX_NAME = 256;

    /** Old forks of Serf allowed 2,048 bytes for all tags together, and readers do not check the length. */
    private static final int MAX_TAG = 4_096;

    private static final int MAX_TAGS = 32;
    private static final int MAX_PAIRS = 1_000;
    private static final int MAX_TEXT = 1_024;

    /** Reads the value of one key of a map. */
    interface Field {
        void read(String key) throws IOException;
    }

    /** Reads one element of an array. */
    interface Element {
        void read() throws IOException;
    }

    private final MessageUnpacker in;
    private final byte[] skipped = new byte[4_096];

    WireReader(MessageUnpacker in) {
        this.in = in;
    }

    /** Reads a map; the reader has to read or skip every value. Nil is an empty map. */
    void map(Field field) throws IOException {
        if (in.getNextFormat() == MessageFormat.NIL) {
            in.unpackNil();
            return;
        }
        int size = in.unpackMapHeader();
        if (size > MAX_PAIRS) {
            throw new RpcException("a map of " + size + " entries");
        }
        for (int i = 0; i < size; i++) {
            field.read(text(MAX_NAME));
        }
    }

    /** Reads an array. Nil is an empty one. */
    void array(Element element) throws IOException {
        if (in.getNextFormat() == MessageFormat.NIL) {
            in.unpackNil();
            return;
        }
        int size = in.unpackArrayHeader();
        for (int i = 0; i < size; i++) {
            element.read();
        }
    }

    /** A text, cut at some bytes; what stands in its place when it is none is skipped. */
    String text(int max) throws IOException {
        byte[] bytes = bytes(max);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    String text() throws IOException {
        return text(MAX_TEXT);
    }

    /** The bytes of a text or a byte field, at most so many; the rest is skipped. Old and new agents differ in both. */
    private byte[] bytes(int max) throws IOException {
        int length;
        switch (in.getNextFormat().getValueType()) {
            case STRING -> length = in.unpackRawStringHeader();
            case BINARY -> length = in.unpackBinaryHeader();
            default -> {
                skip();
                return new byte[0];
            }
        }
        var kept = new byte[Math.min(length, max)];
        in.readPayload(kept);
        for (int rest = length - kept.length; rest > 0; ) {
            int part = Math.min(rest, skipped.length);
            in.readPayload(skipped, 0, part);
            rest -= part;
        }
        return kept;
    }

    long number() throws IOException {
        if (in.getNextFormat().getValueType().isIntegerType()) {
            return in.unpackLong();
        }
        skip();
        return 0;
    }

    double decimal() throws IOException {
        return switch (in.getNextFormat().getValueType()) {
            case FLOAT -> in.unpackDouble();
            case INTEGER -> in.unpackLong();
            default -> {
                skip();
                yield Double.NaN;
            }
        };
    }

    boolean flag() throws IOException {
        if (in.getNextFormat() == MessageFormat.BOOLEAN) {
            return in.unpackBoolean();
        }
        skip();
        return false;
    }

    /** Passes over one value of any kind; not recursive, so its depth does no harm. */
    void skip() throws IOException {
        in.skipValue();
    }

    List<Double> decimals(int max) throws IOException {
        var values = new ArrayList<Double>();
        array(() -> {
            double value = decimal();
            if (values.size() < max) {
                values.add(value);
            }
        });
        return values;
    }

    Member member() throws IOException {
        var member = new Object() {
            String name = "";
            Optional<InetAddress> address = Optional.empty();
            int port;
            final Map<String, String> tags = new HashMap<>();
            String status = "";
        };
        map(key -> {
            switch (key) {
                case "Name" -> member.name = text(MAX_NAME);
                case "Addr" -> member.address = address();
                case "Port" -> member.port = (int) number() & 0xFFFF;
                case "Tags" ->
                    map(tag -> {
                        String value = text(MAX_TAG);
                        if (value.length() < MAX_TAG && member.tags.size() < MAX_TAGS) {
                            member.tags.put(tag, value);
                        }
                    });
                case "Status" -> member.status = text();
                default -> skip();
            }
        });
        return new Member(member.name, member.address, member.port, member.tags, member.status);
    }

    private Optional<InetAddress> address() throws IOException {
        byte[] bytes = bytes(17);
        return bytes.length == 4 || bytes.length == 16
                ? Optional.of(InetAddress.getByAddress(bytes))
                : Optional.empty();
    }
}
