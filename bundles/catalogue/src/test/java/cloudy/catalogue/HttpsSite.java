// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server of somebody's, with a certificate that nobody has signed but itself. */
final class HttpsSite implements AutoCloseable {

    private static final char[] PASSWORD = "test".toCharArray();
    private static final Duration DAY = Duration.ofDays(1);

    private final HttpsServer server;
    private final X509Certificate certificate;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "https-site");
        thread.setDaemon(true);
        return thread;
    });

    HttpsSite() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        KeyPair pair = keys.generateKeyPair();
        certificate = certificate(pair);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("site", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.start();
    }

    private static X509Certificate certificate(KeyPair pair) throws Exception {
        var name = new X500Name("CN=site");
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(now.minus(DAY)), Date.from(now.plus(DAY)), name, pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    URI at(String path) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    void serve(String path, byte[] content) {
        serve(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            try (var out = exchange.getResponseBody()) {
                out.write(content);
            }
        });
    }

    void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** In place of what was there, if there was something. */
    void put(String path, byte[] content) {
        try {
            server.removeContext(path);
        } catch (IllegalArgumentException nothing) {
            // The first time.
        }
        serve(path, content);
    }

    void redirect(String path, String to) {
        serve(path, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    /** The certificate, for those who trust it. */
    Path pem(Path folder) throws Exception {
        return Files.writeString(
                folder.resolve("site.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
    }
}
