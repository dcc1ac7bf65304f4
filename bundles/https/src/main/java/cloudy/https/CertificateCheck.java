// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the certificate that browsers see holds for a while. */
@Component(service = Check.class)
public final class CertificateCheck implements Check {

    private static final Duration SOON = Duration.ofDays(30);

    /** The node renews its own in time, so only one that was missed is worth a word. */
    private static final Duration OWN_SOON = Duration.ofDays(2);

    private final Supplier<X509Certificate> certificate;
    private final Supplier<Boolean> own;
    private final Clock clock;

    @Activate
    public CertificateCheck(@Reference Certificates certificates) {
        this(certificates::current, certificates::isOwn, Clock.systemUTC());
    }

    CertificateCheck(Supplier<X509Certificate> certificate, Supplier<Boolean> own, Clock clock) {
        this.certificate = certificate;
        this.own = own;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "certificate";
    }

    @Override
    public Texts title() {
        return Texts.of("Certificat", "Certificado", "Certificate");
    }

    @Override
    public Finding look() {
        X509Certificate current = certificate.get();
        Instant now = clock.instant();
        Instant ends = current.getNotAfter().toInstant();
        Texts advice = own.get()
                ? Texts.of(
                        "Mireu que el rellotge vagi bé i reinicieu el node: farà un certificat nou.",
                        "Mire que el reloj vaya bien y reinicie el nodo: hará un certificado nuevo.",
                        "See that the clock is right and restart the node: it makes a new certificate.")
                : Texts.of(
                        "Renoveu el certificat i poseu els fitxers nous a etc/tls.",
                        "Renueve el certificado y ponga los ficheros nuevos en etc/tls.",
                        "Renew the certificate and put the new files into etc/tls.");
        if (now.isBefore(current.getNotBefore().toInstant())) {
            return Finding.fault(
                    Texts.of(
                            "El certificat encara no val: el rellotge va endarrerit.",
                            "El certificado todavía no vale: el reloj va atrasado.",
                            "The certificate does not hold yet: the clock is slow."),
                    advice);
        }
        if (!now.isBefore(ends)) {
            return Finding.fault(
                    Texts.of(
                            "El certificat va caducar el " + ends + ".",
                            "El certificado caducó el " + ends + ".",
                            "The certificate ended at " + ends + "."),
                    advice);
        }
        if (ends.isBefore(now.plus(own.get() ? OWN_SOON : SOON))) {
            return Finding.warning(
                    Texts.of(
                            "El certificat caduca el " + ends + ".",
                            "El certificado caduca el " + ends + ".",
                            "The certificate ends at " + ends + "."),
                    advice);
        }
        return Finding.fine(Texts.of(
                "El certificat val fins al " + ends + ".",
                "El certificado vale hasta el " + ends + ".",
                "The certificate holds until " + ends + "."));
    }
}
