// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port that answers whoever knocks. */
final class Door implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());

    Door() throws IOException {
        var thread = new Thread(this::open, "door");
        thread.setDaemon(true);
        thread.start();
    }

    /** A port at which nobody answers. */
    static int silent() throws IOException {
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void open() {
        while (true) {
            try {
                socket.accept().close();
            } catch (IOException e) {
                return;
            }
        }
    }
}
