// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A mail server on loopback that takes everything, or refuses one command. */
final class LittleSmtp implements Closeable {

    final List<String> commands = new CopyOnWriteArrayList<>();
    volatile String mail = "";

    /** Begins the command that is refused. */
    volatile String refused = "nothing";

    volatile String offered = "AUTH PLAIN LOGIN";

    /** Sent in one piece with the answer to STARTTLS, as someone in the middle would. */
    volatile String injected = "";

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Optional<SSLContext> tls;

    LittleSmtp(Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
        var thread = new Thread(this::serve, "little-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** A context whose certificate is for 127.0.0.1 and which trusts that one only. */
    static SSLContext context(Path folder, String name) throws Exception {
        Path store = folder.resolve("smtp.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "smtp",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=smtp",
                        "-ext",
                        "SAN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        made.getInputStream().readAllBytes();
        made.waitFor();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("smtp", keys.getCertificate("smtp"));
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "secret".toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                converse(socket, true);
            } catch (IOException e) {
                // The client or the test has hung up.
            }
        }
    }

    private void converse(Socket socket, boolean greets) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        if (greets) {
            say(socket, "220-little\r\n220 hello\r\n");
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            String word = line.split("[ :]", -1)[0];
            if (line.startsWith(refused)) {
                say(socket, "550 no\r\n");
            } else if (word.equals("EHLO")) {
                boolean plain = !(socket instanceof SSLSocket) && tls.isPresent();
                say(socket, "250-little\r\n" + (plain ? "250 STARTTLS\r\n" : "250 " + offered + "\r\n"));
            } else if (word.equals("STARTTLS")) {
                say(socket, "220 go\r\n" + injected);
                var secured = (SSLSocket)
                        tls.orElseThrow().getSocketFactory().createSocket(socket, "127.0.0.1", port(), false);
                secured.setUseClientMode(false);
                converse(secured, false);
                return;
            } else if (line.equals("AUTH LOGIN")) {
                say(socket, "334 VXNlcm5hbWU6\r\n");
                commands.add(in.readLine());
                say(socket, "334 UGFzc3dvcmQ6\r\n");
                commands.add(in.readLine());
                say(socket, "235 welcome\r\n");
            } else if (word.equals("AUTH")) {
                say(socket, "235 welcome\r\n");
            } else if (word.equals("DATA")) {
                say(socket, "354 speak\r\n");
                var text = new StringBuilder();
                for (String row = in.readLine(); row != null && !row.equals("."); row = in.readLine()) {
                    text.append(row.startsWith(".") ? row.substring(1) : row).append("\r\n");
                }
                mail = text.toString();
                say(socket, "250 taken\r\n");
            } else {
                say(socket, "250 fine\r\n");
            }
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
