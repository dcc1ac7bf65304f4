// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key for 127.0.0.1, made by the JDK's own tool, and a client that trusts it. */
final class Https {

    private static final String PASSWORD = "changeit";

    private final Path keys;

    Https(Path home) throws IOException, InterruptedException {
        keys = Files.createTempDirectory(home, "tls").resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    /** What Felix HTTP needs to know. */
    Map<String, String> properties() {
        return Map.of(
                "org.apache.felix.https.enable",
                "true",
                "org.apache.felix.https.keystore",
                keys.toString(),
                "org.apache.felix.https.keystore.password",
                PASSWORD);
    }

    HttpClient client() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
