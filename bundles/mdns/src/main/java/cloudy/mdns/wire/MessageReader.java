// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one message. Lenient where real senders are sloppy: unknown types and classes, bad addresses and names that are
 * not UTF-8 cost only their record. Strict where a mistake would make all that follows nonsense.
 */
public final class MessageReader {

    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int TRUNCATED = 0x0200;
    private static final int HEADER = 12;

    private static final int CLASS_IN = 1;
    private static final int CLASS_ANY = 255;
    private static final int TOP_BIT = 0x8000;

    /** A message of 9,000 bytes that is not hostile has no more. */
    private static final int MAX_ENTRIES = 400;

    private static final char UNREADABLE = '\uFFFD';

    private final ByteBuffer in;

    private MessageReader(ByteBuffer packet) {
        // Absolute positions are offsets in the message only when it starts at 0.
        in = packet.slice();
    }

    /** Reads the message between the buffer's position and limit, and leaves both alone. */
    public static Message read(ByteBuffer packet) throws MalformedMessageException {
        return new MessageReader(packet).message();
    }

    private Message message() throws MalformedMessageException {
        if (in.remaining() < HEADER) {
            throw new MalformedMessageException("shorter than a header");
        }
        int id = unsignedShort();
        int flags = unsignedShort();
        if ((flags & OPCODE) != 0) {
            throw new MalformedMessageException("neither query nor response");
        }
        int questionCount = unsignedShort();
        int answerCount = unsignedShort();
        int authorityCount = unsignedShort();
        int additionalCount = unsignedShort();
        if (questionCount + answerCount + authorityCount + additionalCount > MAX_ENTRIES) {
            throw new MalformedMessageException("too many records");
        }
        return new Message(
                id,
                (flags & RESPONSE) != 0,
                (flags & TRUNCATED) != 0,
                questions(questionCount),
                records(answerCount),
                records(authorityCount),
                records(additionalCount));
    }

    private List<Question> questions(int count) throws MalformedMessageException {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Name name = name();
            var type = RecordType.of(unsignedShort());
            int dnsClass = unsignedShort();
            if (isInternet(dnsClass) && isReadable(name)) {
                questions.add(new Question(name, type, (dnsClass & TOP_BIT) != 0));
            }
        }
        return questions;
    }

    private List<Resource> records(int count) throws MalformedMessageException {
        List<Resource> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Name name = name();
            var type = RecordType.of(unsignedShort());
            int dnsClass = unsignedShort();
            // RFC 2181, 8: a TTL has 31 bits; with the highest one set it means 0.
            int ttl = Math.max(0, integer());
            int length = unsignedShort();
            if (length > in.remaining()) {
                throw new MalformedMessageException("a record longer than the message");
            }
            int end = in.position() + length;
            Rdata data = isInternet(dnsClass) ? data(type, end) : null;
            in.position(end);
            if (data != null && isReadable(name)) {
                records.add(Resource.of(name, data, ttl, (dnsClass & TOP_BIT) != 0));
            }
        }
        return records;
    }

    /** What the record says, or null where that is none of our business. */
    private Rdata data(RecordType type, int end) throws MalformedMessageException {
        int length = end - in.position();
        return switch (type) {
            case A -> length == 4 ? address(4) : null;
            case AAAA -> length == 16 ? address(16) : null;
            case PTR -> {
                Name target = name();
                yield isReadable(target) ? new Rdata.Pointer(target) : null;
            }
            case SRV -> {
                if (length < 7) {
                    yield null;
                }
                in.position(in.position() + 4);
                int port = unsignedShort();
                Name host = name();
                yield isReadable(host) ? new Rdata.Server(host, port) : null;
            }
            case TXT -> strings(end);
            default -> null;
        };
    }

    private Rdata address(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        try {
            return new Rdata.Address(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
    }

    private Rdata strings(int end) throws MalformedMessageException {
        List<String> texts = new ArrayList<>();
        while (in.position() < end) {
            int length = unsignedByte();
            if (length > end - in.position()) {
                throw new MalformedMessageException("a string longer than its record");
            }
            // RFC 6763, 6.1: a single empty string stands for none.
            if (length > 0) {
                texts.add(text(length));
            }
        }
        return new Rdata.Strings(texts);
    }

    /** Reads a name and goes on behind it; compression points back only, so it ends. */
    private Name name() throws MalformedMessageException {
        List<String> labels = new ArrayList<>();
        int size = 1;
        int resume = -1;
        int lowest = in.position();
        while (true) {
            int length = unsignedByte();
            if (length == 0) {
                break;
            }
            if ((length & 0xC0) == 0xC0) {
                int target = (length & 0x3F) << 8 | unsignedByte();
                if (target >= lowest) {
                    throw new MalformedMessageException("a name that points forward");
                }
                resume = resume < 0 ? in.position() : resume;
                lowest = target;
                in.position(target);
                continue;
            }
            size += 1 + length;
            if (length > Name.MAX_LABEL || size > Name.MAX_NAME || length > in.remaining()) {
                throw new MalformedMessageException("a name too long");
            }
            labels.add(text(length));
        }
        if (resume >= 0) {
            in.position(resume);
        }
        return isReadable(labels) ? Name.of(labels) : UNREADABLE_NAME;
    }

    private static final Name UNREADABLE_NAME = Name.of(String.valueOf(UNREADABLE));

    /** A name that is not UTF-8 could not be asked for: what was put in place of its bytes is not its bytes. */
    private static boolean isReadable(List<String> labels) {
        return labels.stream().allMatch(label -> label.indexOf(UNREADABLE) < 0);
    }

    private static boolean isReadable(Name name) {
        return !name.equals(UNREADABLE_NAME);
    }

    private static boolean isInternet(int dnsClass) {
        int plain = dnsClass & ~TOP_BIT;
        return plain == CLASS_IN || plain == CLASS_ANY;
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int unsignedByte() throws MalformedMessageException {
        requireMore(1);
        return in.get() & 0xFF;
    }

    private int unsignedShort() throws MalformedMessageException {
        requireMore(2);
        return in.getShort() & 0xFFFF;
    }

    private int integer() throws MalformedMessageException {
        requireMore(4);
        return in.getInt();
    }

    private void requireMore(int bytes) throws MalformedMessageException {
        if (in.remaining() < bytes) {
            throw new MalformedMessageException("it ends too early");
        }
    }
}
