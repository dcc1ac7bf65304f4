// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {

    @TempDir
    private Path data;

    private Certificates certificates;
    private TestDoor secure;
    private TestDoor plain;

    @BeforeEach
    void open() throws Exception {
        certificates = Fakes.certificates(data);
        var admission = new Admission(new Admission.Limits(List.of(), 100, 32));
        secure = new TestDoor(admission, Optional.of(certificates), Patience.HEADERS, Patience.BODY);
        plain = new TestDoor(admission, Optional.empty(), Patience.HEADERS, Patience.BODY);
    }

    @AfterEach
    void close() throws Exception {
        secure.close();
        plain.close();
        certificates.close();
    }

    @Test
    void isTrustedByWhoTrustsTheAuthority() throws Exception {
        for (String host : List.of("127.0.0.1", "localhost")) {
            assertThat(get("https://" + host + ":" + secure.port() + "/").body())
                    .startsWith("secure=true");
        }
    }

    @Test
    void isNotTrustedByOthers() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + secure.port() + "/"))
                .build();

        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void speaksNoOldTls() throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting(certificates.authority())
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), secure.port())) {
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void showsAnotherCertificateWithoutARestart() throws Exception {
        get("https://127.0.0.1:" + secure.port() + "/");
        var other = Authority.make("other", Fakes.NOW);
        certificates.bring(Optional.of(other.certify("other", Fakes.names("127.0.0.1"), Instant.now())));

        assertThat(shown())
                .isEqualTo(other.credential()
                        .certificate()
                        .getSubjectX500Principal()
                        .getName());

        certificates.bring(Optional.empty());
        assertThat(shown()).isEqualTo("CN=Cloudy roof");
    }

    @Test
    void isNotSecureWithoutTlsWhateverTheClientSays() throws Exception {
        String forwarded = String.join(
                "\r\n",
                "GET / HTTP/1.1",
                "Host: roof",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: 10.9.9.9",
                "Forwarded: for=10.9.9.9;proto=https",
                "Connection: close",
                "",
                "");
        assertThat(plain.ask(forwarded)).contains("200 OK", "secure=false from 127.0.0.1");

        String absolute = "GET https://roof/ HTTP/1.1\r\nHost: roof\r\nConnection: close\r\n\r\n";
        assertThat(plain.ask(absolute)).contains(" 400 ").doesNotContain("secure=true");

        String other = "GET wss://roof/ HTTP/1.1\r\nHost: roof\r\nConnection: close\r\n\r\n";
        assertThat(plain.ask(other)).contains(" 400 ").doesNotContain("secure=true");
    }

    @Test
    void refusesHeadersBeyondEightKilobytes() throws Exception {
        String header = "GET / HTTP/1.1\r\nHost: roof\r\nX-Long: " + "x".repeat(9000) + "\r\nConnection: close\r\n\r\n";
        assertThat(plain.ask(header)).contains(" 431 ");

        String line = "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: roof\r\nConnection: close\r\n\r\n";
        assertThat(plain.ask(line)).contains(" 414 ");
    }

    @Test
    void refusesWhatTheServerCannotReadWithoutEchoingIt() throws Exception {
        for (String path : List.of("/xyzzy/%2e%2e/a", "/xyzzy%2fa", "/xyzzy%zz", "/xyzzy%00", "xyzzy")) {
            for (String method : List.of("GET", "PUT")) {
                assertRefused(method + ' ' + path + " HTTP/1.1\r\nHost: roof\r\nConnection: close\r\n\r\n");
            }
        }
        assertRefused("GET / HTTP/1.1\r\nHost: a:xyzzy\r\nConnection: close\r\n\r\n");
        assertRefused("GET / HTTP/1.1\r\nHost: roof\r\nHost: xyzzy\r\nConnection: close\r\n\r\n");
        assertRefused("GET / HTTP/1.1\r\nxyzzy\r\n\r\n");
        assertRefused("GET / HTTP/1.1\r\nHost: roof\r\nContent-Length: xyzzy\r\n\r\n");
    }

    private void assertRefused(String request) throws IOException {
        assertThat(plain.ask(request))
                .as(request)
                .matches("(?s)HTTP/1.1 4\\d\\d .*")
                .contains("application/problem+json", "\"detail\":\"The node does not take this request.\"")
                .doesNotContain("xyzzy", "Jetty", "<html");
    }

    @Test
    void tellsNothingAboutItself() throws Exception {
        String answer = plain.ask("GET / HTTP/1.1\r\nHost: roof\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("Server:", "Jetty", "X-Powered-By");
    }

    private String shown() throws Exception {
        SSLContext anyone = SSLContext.getInstance("TLS");
        anyone.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket) anyone.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), secure.port())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getIssuerX500Principal()
                    .getName();
        }
    }

    private HttpResponse<String> get(String uri) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(certificates.authority()))
                .build();
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }

    private static SSLContext trusting(X509Certificate authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    /** Only looks. */
    private static final class Trusting extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
