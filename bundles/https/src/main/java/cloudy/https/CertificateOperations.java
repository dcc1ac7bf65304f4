// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the certificate in use, and hands out the authority behind it. */
@Component(service = Operations.class)
public final class CertificateOperations implements Operations {

    /** The certificate as the API shows it. */
    record Shown(
            String fingerprintSha256,
            String subject,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            List<String> names,
            boolean ownAuthority,
            String authorityFingerprintSha256) {}

    private final Certificates certificates;

    @Activate
    public CertificateOperations(@Reference Certificates certificates) {
        this.certificates = certificates;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("getCertificate", this::certificate, "getAuthority", this::authority, "getTrust", this::trust);
    }

    private Answer certificate(Call call) {
        X509Certificate current = certificates.current();
        return Answer.ok(new Shown(
                Credential.fingerprint(current),
                current.getSubjectX500Principal().getName(),
                current.getIssuerX500Principal().getName(),
                current.getNotBefore().toInstant(),
                current.getNotAfter().toInstant(),
                names(current),
                certificates.isOwn(),
                Credential.fingerprint(certificates.authority())));
    }

    /** DER, the one form that phones install when they are shown it. */
    private Answer authority(Call call) throws CertificateEncodingException {
        return Answer.bytes(
                        "application/x-x509-ca-cert", certificates.authority().getEncoded())
                .with("Content-Disposition", "attachment; filename=\"cloudy-ca.crt\"");
    }

    private Answer trust(Call call) {
        List<Locale> languages = new ArrayList<>();
        call.find("lang").map(Locale::forLanguageTag).ifPresent(languages::add);
        languages.addAll(call.languages());
        String page =
                TrustPage.write(languages, certificates.current(), certificates.authority(), certificates.isOwn());
        return Answer.bytes("text/html; charset=utf-8", page.getBytes(UTF_8))
                .with("Content-Security-Policy", "default-src 'none'; form-action 'none'; frame-ancestors 'none'")
                .with("Vary", "Accept-Language");
    }

    private static List<String> names(X509Certificate certificate) {
        Names names = OwnCertificate.names(certificate);
        var all = new ArrayList<String>(names.hosts());
        names.addresses().stream().map(Names::text).forEach(all::add);
        all.sort(null);
        return all;
    }
}
