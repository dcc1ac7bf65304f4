// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page of this node's that it asks its own proxy for: whoever gets it has been through all of squid but the user's
 * password, and no network outside has to be there for it.
 *
 * <p>It listens on loopback, has one page at a secret path, and squid lets this node alone, and to that page alone, get
 * there. Asking squid how it is would prove less: that page comes from squid itself. A page of somebody else's on the
 * internet would prove less too, on the day when the internet is away and the community's network is not.
 */
final class Origin implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Origin.class);
    private static final int MILLIS = 2_000;
    private static final int MAX_HEAD = 8_192;
    private static final int WAITING = 16;
    private static final String KEPT = "[1-5]?[0-9]{1,4} [0-9a-f]{32}";

    private final ServerSocket door;
    private final String secret;
    private final String answer;

    /** Where it was before, if that is free: squid need not be told anything new then. */
    Origin(Path folder) throws IOException {
        Path file = AtomicFile.privateFolder(folder).resolve("origin");
        String[] before = read(file).split(" ");
        secret = before.length == 2 ? before[1] : random();
        answer = random();
        door = open(before.length == 2 ? Integer.parseInt(before[0]) : 0);
        String now = door.getLocalPort() + " " + secret;
        if (!String.join(" ", before).equals(now)) {
            AtomicFile.write(file, now.getBytes(StandardCharsets.US_ASCII));
        }
        var thread = new Thread(this::serve, "cloudy-proxy3-origin");
        thread.setDaemon(true);
        thread.start();
    }

    private static String read(Path file) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return text.matches(KEPT) ? text : "";
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    private static String random() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ServerSocket open(int wished) throws IOException {
        for (int port : new int[] {wished, 0}) {
            var socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), WAITING);
                return socket;
            } catch (IOException taken) {
                socket.close();
                if (port == 0) {
                    throw taken;
                }
            }
        }
        throw new IOException("no port is free");
    }

    int port() {
        return door.getLocalPort();
    }

    /** What opens it, and squid's pages about itself. */
    String secret() {
        return secret;
    }

    /** What it says; another word each time that the node starts. */
    String answer() {
        return answer;
    }

    String url() {
        return "http://127.0.0.1:" + port() + '/' + secret;
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket caller = door.accept()) {
                caller.setSoTimeout(MILLIS);
                boolean asked = firstLine(caller).startsWith("GET /" + secret + " HTTP/1.");
                String body = asked ? answer : "";
                String reply = "HTTP/1.1 " + (asked ? "200 OK" : "404 Not Found")
                        + "\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body;
                caller.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                LOG.debug("Nobody was answered: {}", gone.getMessage());
            }
        }
    }

    /** Reads the whole head, so that what was not read does not break off the answer. */
    private static String firstLine(Socket caller) throws IOException {
        var head = new StringBuilder();
        var in = caller.getInputStream();
        var piece = new byte[1_024];
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < MAX_HEAD) {
            int count = in.read(piece);
            if (count < 0) {
                break;
            }
            head.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
        }
        int end = head.indexOf("\r\n");
        return end < 0 ? "" : head.substring(0, end);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            LOG.debug("It cannot be closed: {}", e.getMessage());
        }
    }
}
