// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A real web server behind one door on loopback, which says whether it was reached securely. */
final class TestDoor implements AutoCloseable {

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final Server server = new Server(new QueuedThreadPool(16));
    private final Door door;

    TestDoor(Admission admission, Optional<Certificates> certificates, Duration headers, Duration body)
            throws Exception {
        House.furnish(server);
        var patience = new Patience(worker, headers, body);
        door = new Door(
                server,
                admission,
                patience,
                (connection, next) -> next.run(),
                certificates
                        .map(known -> Protocols.secure(known.tls(), patience))
                        .orElseGet(() -> Protocols.plain(patience)));
        door.open(new Place(Optional.of(InetAddress.getLoopbackAddress()), 0, certificates.isPresent()).bind());
        server.addConnector(door);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Content.Source.asString(request);
                String answer = "secure=" + request.isSecure() + " from " + Request.getRemoteAddr(request);
                Content.Sink.write(response, true, answer, callback);
                return true;
            }
        });
        server.start();
    }

    int port() {
        return door.getLocalPort();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    /** Connects from 127.0.0.1. */
    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** What comes back until the connection is closed. */
    String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() throws IOException {
        worker.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
