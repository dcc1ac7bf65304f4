// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.Health;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the token or certificate that the clusters know this node by ends soon, or begins only in the future. */
@Component(service = Check.class)
public final class AccountCheck implements Check {

    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})");
    private static final Pattern ISSUED = Pattern.compile("\"iat\"\\s*:\\s*(\\d{1,12})");

    private static final Finding FINE = Finding.fine(Texts.of(
            "Cap token ni certificat no acaba aviat.",
            "Ningún token ni certificado acaba pronto.",
            "No token or certificate ends soon."));

    private final KubernetesService service;
    private final Kubeconfig kubeconfig;
    private final Clock clock;

    @Activate
    public AccountCheck(@Reference KubernetesService service) {
        this(service, Kubeconfig.ofThisNode(), Clock.systemUTC());
    }

    AccountCheck(KubernetesService service, Kubeconfig kubeconfig, Clock clock) {
        this.service = service;
        this.kubeconfig = kubeconfig;
        this.clock = clock;
    }

    /** From when until when an account is good. */
    record Life(Optional<Instant> from, Optional<Instant> until) {}

    @Override
    public String id() {
        return "kubernetes-account";
    }

    @Override
    public Texts title() {
        return Texts.of("Comptes a Kubernetes", "Cuentas en Kubernetes", "Accounts in Kubernetes");
    }

    @Override
    public Finding look() throws Exception {
        Optional<Clusters> clusters = service.clusters();
        if (clusters.isEmpty()) {
            return Finding.skipped(Health.off().why());
        }
        for (Cluster cluster : clusters.get().all()) {
            // Kubernetes renews the token of what runs in it by itself.
            if (!cluster.name().equals(Kubeconfig.IN_CLUSTER)) {
                Finding finding = judge(cluster.name(), life(kubeconfig.access(cluster.name())));
                if (finding.grade() != Finding.Grade.FINE) {
                    return finding;
                }
            }
        }
        return FINE;
    }

    Finding judge(String cluster, Life life) {
        Instant now = clock.instant();
        if (life.from().filter(now.plus(TOLERANCE)::isBefore).isPresent()) {
            return Finding.fault(
                    Texts.of(
                                    "%s: el compte comença en el futur: un dels dos rellotges va malament.",
                                    "%s: la cuenta empieza en el futuro: uno de los dos relojes va mal.",
                                    "%s: the account begins in the future: one of the two clocks is wrong.")
                            .with(cluster),
                    Texts.of(
                            "Compareu els rellotges (timedatectl) i poseu-los a l'hora.",
                            "Compare los relojes (timedatectl) y póngalos en hora.",
                            "Compare the clocks (timedatectl) and set them right."));
        }
        if (life.until().filter(now.plus(SOON)::isAfter).isEmpty()) {
            return FINE;
        }
        Instant until = life.until().get();
        Texts text = now.isAfter(until)
                ? Texts.of(
                        "%s: el compte va acabar el %s.", "%s: la cuenta acabó el %s.", "%s: the account ended on %s.")
                : Texts.of("%s: el compte acaba el %s.", "%s: la cuenta acaba el %s.", "%s: the account ends on %s.");
        Texts said = text.with(cluster, until.toString().substring(0, 10));
        Texts advice = Texts.of(
                "Feu un token nou (kubectl create token) i poseu-lo al kubeconfig.",
                "Haga un token nuevo (kubectl create token) y póngalo en el kubeconfig.",
                "Make a new token (kubectl create token) and put it into the kubeconfig.");
        return now.isAfter(until) ? Finding.fault(said, advice) : Finding.warning(said, advice);
    }

    /** What a token (a JWT, or anything) or a certificate says of itself. */
    static Life life(Access access) {
        if (!access.certificate().isEmpty()) {
            try {
                var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(access.certificate())));
                return new Life(
                        Optional.of(certificate.getNotBefore().toInstant()),
                        Optional.of(certificate.getNotAfter().toInstant()));
            } catch (CertificateException e) {
                return new Life(Optional.empty(), Optional.empty());
            }
        }
        String[] parts = access.token().get().split("\\.", -1);
        if (parts.length != 3) {
            return new Life(Optional.empty(), Optional.empty());
        }
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return new Life(instant(ISSUED, claims), instant(EXPIRY, claims));
        } catch (IllegalArgumentException e) {
            return new Life(Optional.empty(), Optional.empty());
        }
    }

    private static Optional<Instant> instant(Pattern claim, String claims) {
        Matcher found = claim.matcher(claims);
        return found.find() ? Optional.of(Instant.ofEpochSecond(Long.parseLong(found.group(1)))) : Optional.empty();
    }
}
