// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Iterator;

/**
 * One who asks over TCP. His next query is not read before he has taken the answer to the one before, and for each of
 * both he has a bounded time, however he dribbles. For one thread.
 */
final class TcpConnection {

    /** What the server makes of a query: one answer, or the messages of a transfer; none to end the connection. */
    interface Answering {

        Iterator<byte[]> answer(byte[] query, int length, InetAddress source);
    }

    /** A query is a name, a type and a few options. */
    private static final int LONGEST_QUERY = 1_024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Answering answering;
    private final long patienceNs;
    private final InetAddress source;
    private final ByteBuffer in = ByteBuffer.allocate(2 + LONGEST_QUERY);
    private Iterator<byte[]> answers = Collections.emptyIterator();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private long deadline;

    TcpConnection(SocketChannel channel, SelectionKey key, Answering answering, long patienceNs, long now)
            throws IOException {
        this.channel = channel;
        this.key = key;
        this.answering = answering;
        this.patienceNs = patienceNs;
        source = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        deadline = now + patienceNs;
    }

    InetAddress source() {
        return source;
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    long deadline() {
        return deadline;
    }

    /** Whether nothing of a query or an answer is under way. */
    boolean isIdle() {
        return in.position() == 0 && !out.hasRemaining() && !answers.hasNext();
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** Goes on where the network lets it; false when it has ended. */
    boolean proceed(long now) throws IOException {
        if (key.isReadable() && channel.read(in) < 0) {
            return false;
        }
        while (true) {
            if (!send(now)) {
                key.interestOps(SelectionKey.OP_WRITE);
                return true;
            }
            if (!takeQuery(now)) {
                return false;
            }
            if (!out.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
                return true;
            }
        }
    }

    /** Sends what is to be sent; false while the other side does not take it. One message of a transfer at a time. */
    private boolean send(long now) throws IOException {
        channel.write(out);
        if (!out.hasRemaining() && answers.hasNext()) {
            put(answers.next(), now);
            channel.write(out);
            return false;
        }
        return !out.hasRemaining();
    }

    /** Answers the next query where it is here as a whole; false for one that is none. */
    private boolean takeQuery(long now) {
        if (in.position() < 2) {
            return true;
        }
        int length = in.getShort(0) & 0xffff;
        if (length > LONGEST_QUERY) {
            return false;
        }
        if (in.position() < 2 + length) {
            return true;
        }
        in.flip().position(2);
        byte[] query = new byte[length];
        in.get(query);
        in.compact();
        answers = answering.answer(query, length, source);
        if (!answers.hasNext()) {
            return false;
        }
        put(answers.next(), now);
        return true;
    }

    private void put(byte[] message, long now) {
        out = ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .flip();
        deadline = now + patienceNs;
    }
}
