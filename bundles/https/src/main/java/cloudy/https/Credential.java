// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * A key with its certificate.
 *
 * @param chain the certificate of the key first, then those that vouch for it
 */
record Credential(PrivateKey key, List<X509Certificate> chain) {

    private static final HexFormat PAIRS = HexFormat.ofDelimiter(":").withUpperCase();

    Credential {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Whether the certificate is about this key. */
    boolean belongsTogether() throws GeneralSecurityException {
        byte[] words = {'c', 'l', 'o', 'u', 'd', 'y'};
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(words);
        byte[] signed = signature.sign();
        signature.initVerify(certificate().getPublicKey());
        signature.update(words);
        return signature.verify(signed);
    }

    /** As TLS takes it, in memory only. */
    KeyStore keyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("node", key, new char[0], chain.toArray(Certificate[]::new));
            return store;
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("nothing is read", e);
        }
    }

    /** The SHA-256 of a certificate as browsers show it: AB:CD:… */
    static String fingerprint(X509Certificate certificate) {
        try {
            return PAIRS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256, and what was read can be written", e);
        }
    }
}
