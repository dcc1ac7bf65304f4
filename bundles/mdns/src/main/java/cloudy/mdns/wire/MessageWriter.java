// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one message, with names compressed. What does not fit any more is refused and leaves no trace. Sections come in
 * their order: questions, answers, authorities, additionals. For one thread.
 */
public final class MessageWriter {

    /** What fits one Ethernet frame with room for tunnels: a fragment lost on a radio link loses the whole message. */
    public static final int MAX_SIZE = 1_400;

    private static final int HEADER = 12;
    private static final int CLASS_IN = 1;
    private static final int TOP_BIT = 0x8000;
    private static final int RESPONSE = 0x8400;
    private static final int TRUNCATED = 0x0200;
    private static final int MAX_POINTER = 0x3FFF;

    private final ByteBuffer out = ByteBuffer.allocate(2 * MAX_SIZE);
    private final Map<List<String>, Integer> offsets = new HashMap<>();
    private final int[] counts = new int[4];

    public MessageWriter() {
        out.position(HEADER);
    }

    /** Whether nothing was written yet. */
    public boolean isEmpty() {
        return out.position() == HEADER;
    }

    /** Adds a question. */
    public boolean question(Question question) {
        return add(0, () -> {
            name(question.name());
            out.putShort((short) question.type().code());
            out.putShort((short) (CLASS_IN | (question.unicast() ? TOP_BIT : 0)));
        });
    }

    /** Adds an answer. */
    public boolean answer(Resource record) {
        return add(1, () -> record(record));
    }

    /** Adds answers that belong together, all or none; together they must fit a message of their own. */
    public boolean answers(List<Resource> records) {
        if (!add(1, () -> records.forEach(this::record))) {
            return false;
        }
        counts[1] += records.size() - 1;
        return true;
    }

    /** Adds what a probe is about to claim. */
    public boolean authority(Resource record) {
        return add(2, () -> record(record));
    }

    /** Adds what the receiver will ask next. */
    public boolean additional(Resource record) {
        return add(3, () -> record(record));
    }

    /** The message as a query. */
    public byte[] query(boolean truncated) {
        return message(0, truncated ? TRUNCATED : 0);
    }

    /** The message as a response; multicast ones have id 0. */
    public byte[] response(int id) {
        return message(id, RESPONSE);
    }

    private byte[] message(int id, int flags) {
        out.putShort(0, (short) id);
        out.putShort(2, (short) flags);
        for (int i = 0; i < counts.length; i++) {
            out.putShort(4 + 2 * i, (short) counts[i]);
        }
        byte[] message = new byte[out.position()];
        out.get(0, message);
        return message;
    }

    private boolean add(int section, Runnable entry) {
        int start = out.position();
        // One entry has at most three names and 400 bytes of text, so the buffer, twice the limit, always has room.
        entry.run();
        if (out.position() > MAX_SIZE) {
            out.position(start);
            offsets.values().removeIf(offset -> offset >= start);
            return false;
        }
        counts[section]++;
        return true;
    }

    private void record(Resource record) {
        name(record.name());
        out.putShort((short) record.type().code());
        out.putShort((short) (CLASS_IN | (record.unique() ? TOP_BIT : 0)));
        out.putInt(record.ttl());
        int start = out.position() + 2;
        out.position(start);
        if (record.data() instanceof Rdata.Pointer pointer) {
            name(pointer.target());
        } else if (record.data() instanceof Rdata.Server server) {
            out.putInt(0).putShort((short) server.port());
            name(server.host());
        } else {
            out.put(plain(record.data()));
        }
        out.putShort(start - 2, (short) (out.position() - start));
    }

    private void name(Name name) {
        List<String> labels = name.labels();
        for (int i = 0; i < labels.size(); i++) {
            List<String> rest = labels.subList(i, labels.size());
            Integer offset = offsets.get(rest);
            if (offset != null) {
                out.putShort((short) (0xC000 | offset));
                return;
            }
            if (out.position() <= MAX_POINTER) {
                offsets.put(rest, out.position());
            }
            byte[] label = labels.get(i).getBytes(StandardCharsets.UTF_8);
            out.put((byte) label.length).put(label);
        }
        out.put((byte) 0);
    }

    /** A record's data without compression: how two hosts that claim one name at once compare (RFC 6762, 8.2). */
    public static byte[] plain(Rdata data) {
        var bytes = new ByteArrayOutputStream();
        if (data instanceof Rdata.Pointer pointer) {
            plain(pointer.target(), bytes);
        } else if (data instanceof Rdata.Server server) {
            bytes.writeBytes(new byte[4]);
            bytes.write(server.port() >> 8);
            bytes.write(server.port());
            plain(server.host(), bytes);
        } else if (data instanceof Rdata.Address host) {
            bytes.writeBytes(host.address().getAddress());
        } else if (data instanceof Rdata.Strings strings) {
            if (strings.texts().isEmpty()) {
                bytes.write(0);
            }
            strings.texts().forEach(text -> counted(text, bytes));
        }
        return bytes.toByteArray();
    }

    private static void plain(Name name, ByteArrayOutputStream bytes) {
        name.labels().forEach(label -> counted(label, bytes));
        bytes.write(0);
    }

    private static void counted(String text, ByteArrayOutputStream bytes) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.write(utf8.length);
        bytes.writeBytes(utf8);
    }
}
