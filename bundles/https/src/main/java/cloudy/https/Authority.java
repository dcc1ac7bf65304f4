// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The node's own certificate authority. Who trusts it trusts this node under whatever name and address it has next.
 *
 * <p>It can vouch for nothing but names that end in {@code .local}, the node's first name, and private addresses (name
 * constraints, RFC 5280 4.2.1.10): who steals its key still cannot pretend to be a bank to those who trust it. So a node
 * is not certified under a public address, from which nobody is let in unless the operator says so, or under a bare name
 * that it gets later; {@code <name>.local} always goes.
 *
 * @param credential its key and certificate
 * @param domains what it may vouch for: names that are, or end in, one of these
 */
record Authority(Credential credential, List<String> domains) {

    static final Duration LIFE = Duration.ofDays(3652);

    /** Browsers take no certificate that lives longer than 398 days. */
    static final Duration SERVER_LIFE = Duration.ofDays(397);

    /** A board without a battery wakes in 1970; nothing of ours is older than this. */
    private static final Instant EARLIEST = Instant.parse("2026-11-22T00:00:00Z");

    /** Clocks of neighbours go wrong, too. */
    private static final Duration EARLIER = Duration.ofDays(1);

    static final List<Network> NETWORKS = networks();

    private static final String TITLE = "CN=Cloudy ";

    Authority {
        domains = List.copyOf(domains);
    }

    /** Makes a new one for a node of this name. */
    static Authority make(String node, Instant now) throws GeneralSecurityException {
        List<String> domains = domains(node);
        KeyPair pair = newKey();
        X509Certificate certificate = Certifier.authority(
                pair, "Cloudy " + node, from(EARLIEST), from(now).plus(LIFE), domains, NETWORKS);
        return new Authority(new Credential(pair.getPrivate(), List.of(certificate)), domains);
    }

    /** One that was kept. The name that its node had then stands in its own, and so need not be read out of the constraints. */
    static Authority of(Credential credential) {
        String name = credential.certificate().getSubjectX500Principal().getName();
        return new Authority(credential, domains(name.startsWith(TITLE) ? name.substring(TITLE.length()) : ""));
    }

    /** What of these names it can vouch for. */
    Names permitted(Names names) {
        return names.within(domains, NETWORKS);
    }

    /** Makes a certificate, with a key of its own, for what is permitted of these names. */
    Credential certify(String node, Names names, Instant now) throws GeneralSecurityException {
        KeyPair pair = newKey();
        X509Certificate certificate = Certifier.server(
                credential,
                pair.getPublic(),
                node,
                permitted(names),
                from(now),
                from(now).plus(SERVER_LIFE));
        return new Credential(pair.getPrivate(), List.of(certificate, credential.certificate()));
    }

    /** Whether a clock tells a time that can be true. */
    static boolean isPlausible(Instant now) {
        return now.isAfter(EARLIEST);
    }

    private static Instant from(Instant now) {
        return (now.isBefore(EARLIEST) ? EARLIEST : now).minus(EARLIER);
    }

    private static List<String> domains(String node) {
        var domains = new ArrayList<>(List.of("localhost", Names.LOCAL));
        if (!node.isEmpty()) {
            domains.add(node.toLowerCase(Locale.ROOT));
        }
        return List.copyOf(domains);
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static List<Network> networks() {
        var networks = new ArrayList<Network>();
        Network.PRIVATE.forEach(text -> networks.add(Network.parse("authority", text)));
        networks.add(Network.parse("authority", "127.0.0.0/8"));
        networks.add(Network.parse("authority", "::1"));
        return List.copyOf(networks);
    }
}
