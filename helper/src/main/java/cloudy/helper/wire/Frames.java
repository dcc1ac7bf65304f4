// SPDX-License-Identifier: Apache-2.0
package cloudy.helper.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Requests and replies on a channel: two bytes for the length, then one of them and nothing more. */
public final class Frames {

    /** Where the helper listens. */
    public static final String SOCKET = "/run/cloudy-helper/socket";

    private static final int LENGTH = 2;

    private Frames() {}

    /** Writes one; what does not fit into 65,535 bytes is refused here and sent nowhere. */
    public static void send(WritableByteChannel to, Request request) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Request.write(request, new DataOutputStream(bytes));
        send(to, bytes.toByteArray());
    }

    /** Writes one. */
    public static void send(WritableByteChannel to, Reply reply) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Reply.write(reply, new DataOutputStream(bytes));
        send(to, bytes.toByteArray());
    }

    private static void send(WritableByteChannel to, byte[] bytes) throws IOException {
        if (bytes.length > Character.MAX_VALUE) {
            throw new IOException("too long: " + bytes.length + " bytes");
        }
        var frame = ByteBuffer.allocate(LENGTH + bytes.length);
        frame.putShort((short) bytes.length).put(bytes).flip();
        while (frame.hasRemaining()) {
            to.write(frame);
        }
    }

    /**
     * Reads what should be a request.
     *
     * @throws IllegalArgumentException where it asks for what there is not
     */
    public static Request request(ReadableByteChannel from) throws IOException {
        DataInputStream in = frame(from);
        Request request = Request.read(in);
        requireEnd(in);
        return request;
    }

    /** Reads a reply. */
    public static Reply reply(ReadableByteChannel from) throws IOException {
        DataInputStream in = frame(from);
        Reply reply = Reply.read(in);
        requireEnd(in);
        return reply;
    }

    private static DataInputStream frame(ReadableByteChannel from) throws IOException {
        int length = Short.toUnsignedInt(fill(from, LENGTH).getShort());
        return new DataInputStream(new ByteArrayInputStream(fill(from, length).array()));
    }

    private static void requireEnd(DataInputStream in) throws IOException {
        if (in.available() > 0) {
            throw new IOException("more than one at a time");
        }
    }

    private static ByteBuffer fill(ReadableByteChannel from, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new EOFException("it broke off");
            }
        }
        return buffer.flip();
    }
}
