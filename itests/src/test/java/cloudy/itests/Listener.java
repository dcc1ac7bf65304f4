// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for a host: stands in for the services whose ports are announced. It accepts connections on the ports of its
 * arguments and closes them; the end of its input ends it.
 */
final class Listener {

    private Listener() {}

    /** Starts the program; it listens when this returns. */
    static Talker on(Host host, int... ports) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (int port : ports) {
            arguments.add(Integer.toString(port));
        }
        return host.java(Listener.class, arguments.toArray(String[]::new));
    }

    public static void main(String[] ports) throws IOException {
        for (String port : ports) {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(Integer.parseInt(port)));
            var thread = new Thread(() -> accept(socket), "port-" + port);
            thread.setDaemon(true);
            thread.start();
        }
        Talker.begun();
        if (System.in.read() < 0) {
            System.exit(0);
        }
    }

    private static void accept(ServerSocket socket) {
        while (true) {
            try (Socket visitor = socket.accept()) {
                visitor.setSoLinger(false, 0);
            } catch (IOException e) {
                return;
            }
        }
    }
}
