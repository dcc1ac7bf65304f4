// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/**
 * A small guifi.net: the files of a folder, shaped as guifi.net's are, and behind {@code /api} the calls that change a
 * node. A file that is written anew is served from then on.
 *
 * <p>Tests of other bundles have a folder filled by {@link #filled}, and run {@link #main} on a host of theirs.
 */
public final class GuifiServer implements Closeable {

    /** Every file of the folder to begin with; the answer of one is its path. */
    public static final List<String> FILES = List.of(
            "guifi/refresh/dns",
            "guifi/refresh/cnml",
            "guifi/export/8512/federation",
            "guifi/cnml/8600/domains",
            "guifi/cnml/100/node",
            "guifi/cnml/3671/nodes",
            "dump/ips");

    private final Path files;
    private final Optional<SSLContext> secure;
    private final InetAddress address;
    private final FakeApi api = new FakeApi();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> special = new ConcurrentHashMap<>();
    private int port;
    private HttpServer server;
    private ExecutorService threads;

    /** Answers a question in a way of its own. */
    @FunctionalInterface
    public interface Answer {

        void to(HttpExchange exchange) throws IOException;
    }

    private GuifiServer(Path files, InetAddress address, int port, Optional<SSLContext> secure) {
        this.files = files;
        this.address = address;
        this.port = port;
        this.secure = secure;
    }

    /** Serves a folder on a free port of this machine. */
    public static GuifiServer of(Path files) throws IOException {
        var server = new GuifiServer(files, InetAddress.getLoopbackAddress(), 0, Optional.empty());
        server.back();
        return server;
    }

    /** The same by HTTPS. */
    public static GuifiServer of(Path files, SSLContext secure) throws IOException {
        var server = new GuifiServer(files, InetAddress.getLoopbackAddress(), 0, Optional.of(secure));
        server.back();
        return server;
    }

    /** Fills a folder with what is served at first. */
    public static Path filled(Path folder) throws IOException {
        for (String file : FILES) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream in = GuifiServer.class.getResourceAsStream("/guifi/" + file)) {
                Files.write(target, in.readAllBytes());
            }
        }
        return folder;
    }

    /** Where it is, without a slash at the end. */
    public URI base() {
        String scheme = secure.isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + address.getHostAddress() + ':' + port);
    }

    /** What stands behind the calls of the API. */
    FakeApi api() {
        return api;
    }

    /** How often something was asked for, by path. */
    public long asked(String path) {
        return asked.stream().filter(path::equals).count();
    }

    /** Goes away: nothing listens any more. */
    public void away() {
        if (server != null) {
            server.stop(0);
            threads.shutdownNow();
            server = null;
        }
    }

    /** Comes back, at the same address. */
    public void back() throws IOException {
        var at = new InetSocketAddress(address, port);
        if (secure.isPresent()) {
            HttpsServer https = HttpsServer.create(at, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(secure.get()));
            server = https;
        } else {
            server = HttpServer.create(at, 0);
        }
        port = server.getAddress().getPort();
        threads = Executors.newCachedThreadPool(run -> {
            var thread = new Thread(run, "guifi-server");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Writes a file. */
    public void put(String path, String text) throws IOException {
        Path file = files.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Answers one path in a way of its own. */
    public void answer(String path, Answer answer) {
        special.put(path, answer);
    }

    /** Answers it as a file again. */
    public void usual(String path) {
        special.remove(path);
    }

    @Override
    public void close() {
        away();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            asked.add(path);
            Answer own = special.get(path);
            if (own != null) {
                own.to(exchange);
            } else if (path.equals("api") || path.equals("api/auth")) {
                send(exchange, 200, api.answer(path, exchange).getBytes(UTF_8));
            } else {
                Optional<byte[]> file = file(path);
                send(exchange, file.isPresent() ? 200 : 404, file.orElse(new byte[0]));
            }
        } catch (IOException gone) {
            // Whoever asked has had enough of it.
        }
    }

    private Optional<byte[]> file(String path) throws IOException {
        Path file = files.resolve(path).normalize();
        return file.startsWith(files) && Files.isRegularFile(file)
                ? Optional.of(api.known(path, Files.readAllBytes(file)))
                : Optional.empty();
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        byte[] sent = body;
        String takes = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (takes != null && takes.contains("gzip") && body.length > 500) {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(body);
            }
            sent = packed.toByteArray();
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
        exchange.getResponseBody().write(sent);
    }

    /**
     * Serves a folder until standard input ends: {@code GuifiServer <folder> <address> <port>}. Prints one line, with what
     * is given as the fourth word, once it listens.
     */
    public static void main(String[] arguments) throws Exception {
        var server = new GuifiServer(
                Path.of(arguments[0]),
                InetAddress.getByName(arguments[1]),
                Integer.parseInt(arguments[2]),
                Optional.empty());
        server.back();
        System.out.println(arguments[3]);
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }
}
