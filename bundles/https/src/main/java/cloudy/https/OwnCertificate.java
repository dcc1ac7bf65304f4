// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the node makes itself, and the authority behind it, both kept in {@code data/https/}. It is
 * renewed when somebody needs that: on the way to a connection, and not by a clock of its own. Safe for use by many
 * threads.
 */
final class OwnCertificate {

    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    /** A clock that has told the same years for as long as this is believed. */
    private static final Duration SETTLED = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);

    private final KeyFile authorityFile;
    private final KeyFile serverFile;
    private final Supplier<String> node;
    private final Supplier<Names> host;
    private final Clock clock;
    private Authority authority;
    private Credential current;
    private Names certified;

    /** Reads what is kept and makes what is missing. */
    OwnCertificate(Path folder, Supplier<String> node, Supplier<Names> host, Clock clock)
            throws GeneralSecurityException {
        this.node = node;
        this.host = host;
        this.clock = clock;
        try {
            AtomicFile.privateFolder(folder);
            AtomicFile.sweep(folder, "*.pem");
        } catch (IOException e) {
            LOG.error("data/https: {}", e.toString());
        }
        authorityFile = new KeyFile(folder.resolve("authority.pem"));
        serverFile = new KeyFile(folder.resolve("server.pem"));
        Optional<Authority> kept = authorityFile.read().map(Authority::of);
        authority = kept.isPresent() ? kept.get() : newAuthority();
        Optional<Credential> server = serverFile.read().filter(this::isOurs);
        if (server.isPresent()) {
            use(server.get());
            renewFor(host.get());
        } else {
            renew(host.get());
        }
    }

    synchronized X509Certificate authority() {
        return authority.credential().certificate();
    }

    /** The one in use, as it is. */
    synchronized Credential current() {
        return current;
    }

    /**
     * Renews the certificate if it will end soon, or if the address of this host that somebody has reached is not in it
     * although it could be.
     *
     * @return whether there is another one now
     */
    synchronized boolean renewFor(InetAddress reached) {
        if (isCurrent() && isCovered(reached)) {
            return false;
        }
        Names now = host.get();
        var addresses = new HashSet<>(now.addresses());
        addresses.add(Names.withoutScope(reached));
        return renewFor(new Names(now.hosts(), addresses));
    }

    /**
     * Renews the certificate if it will end soon, or if this host has a name that is not in it although it could be.
     *
     * @return whether there is another one now
     */
    synchronized boolean renewForNames() {
        return renewFor(host.get());
    }

    /** Whether {@link #renewFor(InetAddress)} has nothing to do. */
    synchronized boolean isGoodFor(InetAddress reached) {
        return isCurrent() && isCovered(reached);
    }

    private boolean renewFor(Names names) {
        return !(isCurrent() && certified.containsAll(authority.permitted(names))) && renew(names);
    }

    private boolean renew(Names names) {
        try {
            authority = lasting(authority);
            Credential made = authority.certify(node.get(), names, clock.instant());
            serverFile.write(made);
            use(made);
            LOG.info(
                    "There is a new certificate, good until {}",
                    made.certificate().getNotAfter().toInstant());
            return true;
        } catch (GeneralSecurityException e) {
            LOG.error("The certificate cannot be renewed: {}", e.toString());
            return false;
        }
    }

    /** Another one is trusted by nobody, until the operator has been to all phones with it. */
    private Authority lasting(Authority kept) throws GeneralSecurityException {
        if (isBefore(end(kept.credential()).minus(Authority.SERVER_LIFE)) || !isClockBelieved()) {
            return kept;
        }
        authorityFile.setAside("ends too soon by this host's clock");
        return newAuthority();
    }

    private Authority newAuthority() throws GeneralSecurityException {
        Authority made = Authority.make(node.get(), clock.instant());
        authorityFile.write(made.credential());
        LOG.info(
                "This node certifies itself from now on; who wants to rely on that installs /ca.crt, SHA-256 {}",
                Credential.fingerprint(made.credential().certificate()));
        return made;
    }

    private void use(Credential credential) {
        current = credential;
        certified = names(credential.certificate());
    }

    private boolean isCovered(InetAddress reached) {
        InetAddress address = Names.withoutScope(reached);
        return certified.addresses().contains(address)
                || Authority.NETWORKS.stream().noneMatch(network -> network.contains(address));
    }

    private boolean isCurrent() {
        Instant now = clock.instant();
        // One from the future was made while the clock was wrong, unless it is wrong now.
        boolean early = Authority.isPlausible(now) && now.isBefore(made(current));
        boolean authorityEnds = !isBefore(end(authority.credential()).minus(RENEWED_BEFORE_END)) && isClockBelieved();
        return isBefore(end(current).minus(RENEWED_BEFORE_END)) && !early && !authorityEnds;
    }

    /**
     * Whether the clock can be told from one that has just jumped by years: when the last certificate was made it told
     * much the same, and that is a while ago.
     */
    private boolean isClockBelieved() {
        if (current == null) {
            return false;
        }
        Instant last = made(current);
        return !isBefore(last.plus(SETTLED))
                && isBefore(last.plus(Authority.SERVER_LIFE).plus(SETTLED));
    }

    private boolean isBefore(Instant moment) {
        return clock.instant().isBefore(moment);
    }

    private static Instant made(Credential credential) {
        return credential.certificate().getNotBefore().toInstant();
    }

    private static Instant end(Credential credential) {
        return credential.certificate().getNotAfter().toInstant();
    }

    private boolean isOurs(Credential server) {
        try {
            server.certificate().verify(authority.credential().certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            LOG.info("data/https/server.pem is by another authority, and is made anew");
            return false;
        }
    }

    /** The names in a certificate. */
    static Names names(X509Certificate certificate) {
        var hosts = new HashSet<String>();
        var addresses = new HashSet<InetAddress>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(1) instanceof String text) {
                    Optional<InetAddress> address = Network.literal(text);
                    address.ifPresentOrElse(addresses::add, () -> hosts.add(text));
                }
            }
        } catch (CertificateParsingException e) {
            LOG.debug("A certificate with unreadable names", e);
        }
        return new Names(hosts, addresses);
    }
}
