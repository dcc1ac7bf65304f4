// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A program for a host: sends requests to a node byte for byte as the test made them, which no HTTP client does, and
 * hands back what came. It trusts the node's authority and nobody else, and keeps its connections.
 */
final class Wire {

    private static final int PATIENCE_MS = 60_000;
    private static final int MAX_LINE = 64 * 1024;

    /** Where a connection goes, and from which address; {@code -} for any. */
    private record Way(String from, boolean secure, int port) {}

    private record Connection(Socket socket, Socket line, InputStream in) {

        /** Breaks it off as a browser does whose page is left: TLS would wait for the node to say good-bye as well. */
        void close() throws IOException {
            line.close();
        }
    }

    private final String host;
    private final SSLSocketFactory tls;
    private final Map<Way, Connection> kept = new HashMap<>();

    private Wire(String host, Path authority) throws Exception {
        this.host = host;
        tls = trusting(authority).getSocketFactory();
    }

    /** What trusts the certificates of one authority. */
    static SSLContext trusting(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "node", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Arguments: the node's address and the file of its authority. Each line of input is a request, see {@link Api}. */
    public static void main(String[] arguments) throws Exception {
        var wire = new Wire(arguments[0], Path.of(arguments[1]));
        var questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        Talker.begun();
        String question = questions.readLine();
        while (question != null) {
            Talker.tell(wire.answer(question.split(" ", -1)));
            question = questions.readLine();
        }
        System.exit(0);
    }

    private String answer(String[] words) {
        var way = new Way(words[0], words[1].equals("tls"), Integer.parseInt(words[2]));
        String until = new String(Base64.getDecoder().decode(words[3]), UTF_8);
        byte[] request = Base64.getDecoder().decode(words[4]);
        try {
            return Base64.getEncoder().encodeToString(ask(way, request, until));
        } catch (IOException e) {
            return "! " + e;
        }
    }

    private byte[] ask(Way way, byte[] request, String until) throws IOException {
        Connection old = kept.remove(way);
        if (old != null) {
            try {
                return ask(old, way, request, until);
            } catch (IOException e) {
                // The node has closed it meanwhile, as it may.
                old.close();
            }
        }
        return ask(connect(way), way, request, until);
    }

    private byte[] ask(Connection connection, Way way, byte[] request, String until) throws IOException {
        connection.socket().getOutputStream().write(request);
        connection.socket().getOutputStream().flush();
        var read = new ByteArrayOutputStream();
        if (!until.isEmpty()) {
            readUntil(connection.in(), Pattern.compile(until), read);
            connection.close();
        } else if (readWhole(connection.in(), new String(request, ISO_8859_1).startsWith("HEAD "), read)) {
            kept.put(way, connection);
        } else {
            connection.close();
        }
        return read.toByteArray();
    }

    private Connection connect(Way way) throws IOException {
        var line = new Socket();
        if (!way.from().equals("-")) {
            line.bind(new InetSocketAddress(way.from(), 0));
        }
        line.connect(new InetSocketAddress(host, way.port()), PATIENCE_MS);
        line.setSoTimeout(PATIENCE_MS);
        line.setTcpNoDelay(true);
        Socket socket = line;
        if (way.secure()) {
            var secured = (SSLSocket) tls.createSocket(line, host, way.port(), true);
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            socket = secured;
        }
        return new Connection(socket, line, new BufferedInputStream(socket.getInputStream()));
    }

    /** Reads until the lines so far have something in them. */
    private static void readUntil(InputStream in, Pattern until, ByteArrayOutputStream read) throws IOException {
        int next = in.read();
        while (next >= 0) {
            read.write(next);
            if (next == '\n' && until.matcher(read.toString(UTF_8)).find()) {
                return;
            }
            next = in.read();
        }
    }

    /** Reads one answer, its pieces joined; says whether another one can follow. */
    private static boolean readWhole(InputStream in, boolean headOnly, ByteArrayOutputStream read) throws IOException {
        String status = line(in, read);
        boolean last = false;
        boolean pieces = false;
        long length = -1;
        for (String header = line(in, read); !header.isEmpty(); header = line(in, read)) {
            String lower = header.toLowerCase(Locale.ROOT);
            last |= lower.startsWith("connection: close");
            pieces |= lower.startsWith("transfer-encoding: chunked");
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
        }
        String[] words = status.split(" ", -1);
        int code = words.length < 2 ? 0 : Integer.parseInt(words[1]);
        if (headOnly || code == 204 || code == 304) {
            return !last;
        }
        if (pieces) {
            readPieces(in, read);
        } else if (length >= 0) {
            read.write(exactly(in, length));
        } else {
            in.transferTo(read);
            return false;
        }
        return !last;
    }

    private static void readPieces(InputStream in, ByteArrayOutputStream read) throws IOException {
        var noise = new ByteArrayOutputStream();
        long size = Long.parseLong(line(in, noise).split(";", -1)[0].strip(), 16);
        while (size > 0) {
            read.write(exactly(in, size));
            line(in, noise);
            size = Long.parseLong(line(in, noise).split(";", -1)[0].strip(), 16);
        }
        while (!line(in, noise).isEmpty()) {
            noise.reset();
        }
    }

    private static byte[] exactly(InputStream in, long length) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(length));
        if (bytes.length < length) {
            throw new EOFException("the answer ends early");
        }
        return bytes;
    }

    private static String line(InputStream in, ByteArrayOutputStream read) throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0 || line.size() > MAX_LINE) {
                throw new EOFException("the answer ends early");
            }
            line.write(next);
            next = in.read();
        }
        line.write('\n');
        line.writeTo(read);
        return line.toString(ISO_8859_1).strip();
    }
}
