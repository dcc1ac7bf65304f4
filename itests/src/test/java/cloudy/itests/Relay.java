// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A way from this process to a port on a host's loopback: half of it runs here, half there, and between them is a
 * socket in the file system, which namespaces of the network do not part.
 */
final class Relay implements Closeable {

    private final ServerSocketChannel door;
    private final Talker there;

    private Relay(ServerSocketChannel door, Talker there) {
        this.door = door;
        this.there = there;
    }

    static Relay to(Host host, Path socket, int port) throws IOException {
        Talker there = host.java(Relay.class, socket.toString(), Integer.toString(port));
        var door = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start("relay", () -> serve(door, UnixDomainSocketAddress.of(socket)));
        return new Relay(door, there);
    }

    /** The port of this process's own loopback that leads there. */
    int port() throws IOException {
        return ((InetSocketAddress) door.getLocalAddress()).getPort();
    }

    public static void main(String[] arguments) throws IOException {
        var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
        Talker.begun();
        serve(door, new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])));
    }

    private static void serve(ServerSocketChannel door, SocketAddress target) {
        try {
            while (door.isOpen()) {
                SocketChannel from = door.accept();
                start("relay-connection", () -> join(from, target));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private static void join(SocketChannel from, SocketAddress target) {
        try (from;
                SocketChannel to = SocketChannel.open(target)) {
            Thread back = start("relay-back", () -> pump(to, from));
            pump(from, to);
            back.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        var bytes = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(bytes) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
                bytes.clear();
            }
            to.shutdownOutput();
        } catch (IOException closed) {
            // Whoever reads the other end sees that, too.
        }
    }

    private static Thread start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        there.close();
    }
}
