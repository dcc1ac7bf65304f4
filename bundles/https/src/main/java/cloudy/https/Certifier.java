// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Writes certificates. The only class that touches Bouncy Castle: a start that makes no certificate does not load it. */
final class Certifier {

    private static final int SERIAL_BITS = 127;

    private Certifier() {}

    /** Certifies itself, for nothing but these names and addresses. */
    static X509Certificate authority(
            KeyPair pair, String name, Instant from, Instant to, List<String> domains, List<Network> networks)
            throws GeneralSecurityException {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    named(name), serial(), Date.from(from), Date.from(to), named(name), pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.nameConstraints, true, constraints(domains, networks));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return signed(builder, pair.getPrivate());
        } catch (CertIOException e) {
            throw new GeneralSecurityException("the certificate cannot be written", e);
        }
    }

    /** Certifies a server. */
    static X509Certificate server(
            Credential authority, PublicKey key, String name, Names names, Instant from, Instant to)
            throws GeneralSecurityException {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    authority.certificate(), serial(), Date.from(from), Date.from(to), named(name), key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            var identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(
                            authority.certificate().getPublicKey()));
            return signed(builder, authority.key());
        } catch (CertIOException e) {
            throw new GeneralSecurityException("the certificate cannot be written", e);
        }
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("the certificate cannot be signed", e);
        }
    }

    private static X500Name named(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
    }

    private static GeneralNames alternatives(Names names) {
        var all = new ArrayList<GeneralName>();
        names.hosts().stream().sorted().forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
        names.addresses().stream()
                .map(InetAddress::getAddress)
                .sorted(Arrays::compareUnsigned)
                .forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(address))));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static NameConstraints constraints(List<String> domains, List<Network> networks) {
        var permitted = new ArrayList<GeneralSubtree>();
        domains.forEach(domain -> permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))));
        for (Network network : networks) {
            byte[] address = network.address().getAddress();
            byte[] range = Arrays.copyOf(address, 2 * address.length);
            System.arraycopy(network.mask(), 0, range, address.length, address.length);
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(range))));
        }
        return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
    }
}
