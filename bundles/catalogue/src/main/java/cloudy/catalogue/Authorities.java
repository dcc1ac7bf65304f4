// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes clients that trust those who sign for the servers of repositories: the authorities that the JVM knows, and those
 * of a file that the operator may put beside the settings.
 */
final class Authorities implements Supplier<HttpClient> {

    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final int MAX_FILE = 1 << 20;

    private final Path file;

    /** {@code file} holds certificates in PEM; it need not be there. */
    Authorities(Path file) {
        this.file = file;
    }

    @Override
    public HttpClient get() {
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1);
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new IOException("it is larger than 1 MB");
            }
            client.sslContext(context());
        } catch (NoSuchFileException usual) {
            return client.build();
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("{} is not used: {}", file.getFileName(), e.getMessage());
        }
        return client.build();
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (var manager : managers(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                for (var issuer : known.getAcceptedIssuers()) {
                    store.setCertificateEntry("known-" + number++, issuer);
                }
            }
        }
        try (var in = Files.newInputStream(file)) {
            for (var own : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("own-" + number++, own);
            }
        }
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers(store).getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory managers(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
