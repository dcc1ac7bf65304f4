// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.metric.MetricSource;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.testing.SomeNode;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateOperationsTest {

    @TempDir
    private Path data;

    private Certificates certificates;

    @BeforeEach
    void certify() throws Exception {
        certificates = Fakes.certificates(data);
    }

    @AfterEach
    void close() throws Exception {
        certificates.close();
    }

    @Test
    void showsTheCertificateInUse() throws Exception {
        var json = (Answer.Json) answer("getCertificate", Map.of()).content();
        var shown = (CertificateOperations.Shown) json.value().get();

        assertThat(shown.fingerprintSha256()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(shown.names()).contains("roof.guifi.local", "127.0.0.1");
        assertThat(shown.issuer()).isEqualTo("CN=Cloudy roof");
        assertThat(shown.ownAuthority()).isTrue();
    }

    @Test
    void handsOutTheAuthorityAsPhonesTakeIt() throws Exception {
        var bytes = (Answer.Bytes) answer("getAuthority", Map.of()).content();

        assertThat(bytes.type()).isEqualTo("application/x-x509-ca-cert");
        assertThat(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes.bytes())))
                .isEqualTo(certificates.authority());
    }

    @Test
    void explainsItselfInThreeLanguages() throws Exception {
        assertThat(page("ca")).contains("<html lang=\"ca\">", "Connexió segura");
        assertThat(page("es")).contains("<html lang=\"es\">", "Conexión segura");
        assertThat(page("en"))
                .contains("A secure connection", "href=\"/ca.crt\"", Credential.fingerprint(certificates.current()))
                .doesNotContain("<script", "style=");
    }

    @Test
    void greetsWithTheBestAddress() {
        var node = SomeNode.at(Fakes.ip("10.1.2.3"));
        assertThat(new ConsoleGreeting(node, () -> 7443, certificates).lines())
                .extracting(Texts::english)
                .containsExactly(
                        "Console: https://10.1.2.3:7443/",
                        "Its certificate has the fingerprint (SHA-256) "
                                + Credential.fingerprint(certificates.current()));

        var six = SomeNode.at(Fakes.ip("fd00::1"));
        assertThat(new ConsoleGreeting(six, () -> 7444, certificates)
                        .lines()
                        .get(0)
                        .english())
                .isEqualTo("Console: https://[fd00::1]:7444/");
    }

    @Test
    void tellsWhenTheCertificateEnds() {
        var figures = new HashMap<String, Double>();
        new HttpsMetrics(certificates, new Admission()).collect(new MetricSource.Metrics() {
            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                figures.put(name, value);
            }

            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                figures.put(name, value);
            }
        });

        assertThat(figures)
                .containsEntry("cloudy_http_connections", 0.0)
                .containsEntry("cloudy_certificate_expiry_timestamp_seconds", (double)
                        certificates.current().getNotAfter().toInstant().getEpochSecond());
    }

    private String page(String language) throws Exception {
        return new String(
                ((Answer.Bytes) answer("getTrust", Map.of("lang", language)).content()).bytes(), UTF_8);
    }

    private Answer answer(String operation, Map<String, Object> parameters) throws Exception {
        return new CertificateOperations(certificates)
                .operations()
                .get(operation)
                .answer(Call.of(Caller.node(), parameters));
    }
}
