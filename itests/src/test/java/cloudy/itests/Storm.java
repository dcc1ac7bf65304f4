// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for a host: opens thousands of connections to a node from many addresses, says half a sentence on each, and
 * holds them until its input ends.
 */
final class Storm {

    private static final byte[] HALF = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ".getBytes(US_ASCII);
    private static final int ADDRESSES = 250;

    private Storm() {}

    /** Starts it on a host that has the addresses 10.98.0.0/16; all connections have been tried when this returns. */
    static Talker on(Host host, int port, int connections) throws IOException {
        return host.java(Storm.class, host.address(), Integer.toString(port), Integer.toString(connections));
    }

    public static void main(String[] arguments) throws IOException {
        var node = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        List<SocketChannel> open = new ArrayList<>();
        int count = Integer.parseInt(arguments[2]);
        for (int i = 0; i < count; i++) {
            try {
                SocketChannel channel = SocketChannel.open();
                channel.bind(new InetSocketAddress("10.98.1." + (1 + i % ADDRESSES), 0));
                channel.connect(node);
                channel.write(ByteBuffer.wrap(HALF));
                open.add(channel);
            } catch (IOException refused) {
                // As the node likes.
            }
        }
        Talker.begun();
        if (System.in.read() < 0) {
            System.exit(open.isEmpty() ? 1 : 0);
        }
    }
}
