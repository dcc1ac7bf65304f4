// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the servers that know guifi.net's users can be reached, and have certificates that squid's helper trusts. */
@Component(service = Check.class)
public final class LdapCheck implements Check {

    private static final int MILLIS = 2_000;

    private final ProxyService service;

    @Activate
    public LdapCheck(@Reference ProxyService service) {
        this.service = service;
    }

    @Override
    public String id() {
        return "proxy3-ldap";
    }

    @Override
    public Texts title() {
        return Texts.of(
                "Servidors dels usuaris de guifi.net",
                "Servidores de los usuarios de guifi.net",
                "Servers of guifi.net's users");
    }

    @Override
    public Finding look() throws Exception {
        Optional<ProxySettings> settings = service.proxy().map(Proxy::settings).filter(ProxySettings::federated);
        if (settings.isEmpty()) {
            return Finding.skipped(
                    Texts.of("El proxy no està federat.", "El proxy no está federado.", "The proxy is not federated."));
        }
        SSLContext trusting = trusting(settings.get().ca().orElse(Program.SYSTEM_CA));
        List<Texts> faults = new ArrayList<>();
        for (LdapHost host : settings.get().ldap()) {
            fault(host, trusting).ifPresent(faults::add);
        }
        if (faults.isEmpty()) {
            return Finding.fine(Texts.of(
                    "Els servidors responen, i els seus certificats són bons.",
                    "Los servidores responden, y sus certificados son buenos.",
                    "The servers answer, and their certificates are good."));
        }
        Texts all = Texts.joined(" ", faults);
        Texts advice = Texts.of(
                "Comproveu els noms dels servidors i el fitxer de l'autoritat a la configuració del proxy; mentre no en"
                        + " respongui cap, no hi entra ningú que no hi hagi entrat fa poc.",
                "Compruebe los nombres de los servidores y el fichero de la autoridad en la configuración del proxy;"
                        + " mientras no responda ninguno, no entra nadie que no haya entrado hace poco.",
                "Check the names of the servers and the file of the authority in the settings of the proxy; while none"
                        + " of them answers, nobody gets in who was not let in moments ago.");
        return faults.size() < settings.get().ldap().size() ? Finding.warning(all, advice) : Finding.fault(all, advice);
    }

    /** Trusts what the helper trusts, and not what Java does. */
    private static SSLContext trusting(String authorities) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        try (var in = Files.newInputStream(Path.of(authorities))) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(number++), each);
            }
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static Optional<Texts> fault(LdapHost host, SSLContext trusting) {
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(host.host(), host.port()), MILLIS);
            plain.setSoTimeout(MILLIS);
            try (var socket =
                    (SSLSocket) trusting.getSocketFactory().createSocket(plain, host.host(), host.port(), true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("LDAPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            }
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of(Texts.of(
                            "El certificat de %s no és bo: %s.",
                            "El certificado de %s no es bueno: %s.", "The certificate of %s is not good: %s.")
                    .with(host.host(), e.getMessage()));
        } catch (IOException e) {
            return Optional.of(Texts.of(
                            "%s no es pot abastar (%s).", "%s no se puede alcanzar (%s).", "%s cannot be reached (%s).")
                    .with(host.host(), e.getClass().getSimpleName()));
        }
    }
}
