// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that the doors show: the operator's if there is one, else the node's own. Safe for use by many threads. */
@Component(service = Certificates.class)
public final class Certificates {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final OwnCertificate own;
    private final SslContextFactory.Server tls;
    private final Consumer<X509Certificate> told;
    private Optional<Credential> brought = Optional.empty();

    @Activate
    public Certificates(@Reference NodeNames names) throws GeneralSecurityException {
        this(
                new OwnCertificate(
                        Path.of(System.getProperty("karaf.data"), "https"),
                        names::node,
                        names::host,
                        Clock.systemUTC()),
                names,
                LocalDoor.ofThisNode()::pin);
    }

    Certificates(OwnCertificate own, NodeNames names, Consumer<X509Certificate> told) throws GeneralSecurityException {
        this(own, told);
        names.whenChanged(this::prepareForNames);
        // It may have come between the first look and this one.
        prepareForNames();
    }

    /** @param told of each certificate that is shown from then on */
    Certificates(OwnCertificate own, Consumer<X509Certificate> told) throws GeneralSecurityException {
        this.own = own;
        this.told = told;
        tls = Tls.server(own.current());
        try {
            tls.start();
        } catch (Exception e) {
            throw new GeneralSecurityException("TLS cannot be set up", e);
        }
        told.accept(own.current().certificate());
    }

    @Deactivate
    void close() throws Exception {
        tls.stop();
    }

    /** What the doors speak TLS by. It is reloaded when the certificate changes. */
    SslContextFactory.Server tls() {
        return tls;
    }

    /** The certificate in use. */
    synchronized X509Certificate current() {
        return brought.orElseGet(own::current).certificate();
    }

    /** The node's own authority, whether it is in use or not. */
    X509Certificate authority() {
        return own.authority();
    }

    /** Whether the certificate in use is the node's own. */
    synchronized boolean isOwn() {
        return brought.isEmpty();
    }

    /** Whether somebody who has reached this address may be shown the certificate as it is. */
    synchronized boolean isGoodFor(InetAddress reached) {
        return brought.isPresent() || own.isGoodFor(reached);
    }

    /** Sees to it that somebody who has reached this address is shown a certificate that is good there. */
    synchronized void prepareFor(InetAddress reached) {
        if (brought.isEmpty() && own.renewFor(reached)) {
            load(own.current());
        }
    }

    /** Sees to it that this host is certified by all the names that it has now. */
    private synchronized void prepareForNames() {
        if (brought.isEmpty() && own.renewForNames()) {
            load(own.current());
        }
    }

    /** Takes the operator's certificate, or goes back to the node's own. */
    synchronized void bring(Optional<Credential> credential) {
        if (!brought.equals(credential)) {
            brought = credential;
            load(credential.orElseGet(own::current));
        }
    }

    private void load(Credential credential) {
        try {
            tls.reload(factory -> Tls.show((SslContextFactory.Server) factory, credential));
            told.accept(credential.certificate());
        } catch (Exception e) {
            LOG.error("The certificate in use stays, as the new one cannot be loaded: {}", e.toString());
        }
    }
}
