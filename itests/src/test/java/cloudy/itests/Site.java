// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Somebody's server on a node's host: the files of one folder, over https, with a certificate of its own making. */
final class Site implements Closeable {

    private static final int PORT = 8443;
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Talker program;

    private Site(Path folder, Talker program) {
        this.folder = folder;
        this.program = program;
    }

    static Site open(Host host, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path keys = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Command.run(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=site",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD))
                .succeeded();
        Command.run(List.of(
                        keytool,
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        "site",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-file",
                        folder.resolve("site.pem").toString()))
                .succeeded();
        return new Site(folder, host.java(Site.class, folder.toString()));
    }

    /** The certificate, for those who trust it. */
    Path certificate() {
        return folder.resolve("site.pem");
    }

    String at(String file) {
        return "https://127.0.0.1:" + PORT + "/" + file;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        program.close();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean there = Files.isRegularFile(file);
            exchange.sendResponseHeaders(there ? 200 : 404, there ? Files.size(file) : -1);
            if (there) {
                Files.copy(file, exchange.getResponseBody());
            }
            exchange.close();
        });
        server.start();
        Talker.begun();
        // Until whoever started it goes.
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }
}
