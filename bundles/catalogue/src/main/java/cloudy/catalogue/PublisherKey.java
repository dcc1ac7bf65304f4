// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The public key of somebody who publishes features: Ed25519, or ECDSA on P-256. Both are made, and sign, with the
 * openssl of any distribution: {@code openssl pkeyutl -sign -rawin} for the one, {@code openssl dgst -sha256 -sign} for the
 * other. The key is what {@code openssl pkey -pubout} prints. (Signify's and minisign's own formats would ask the publisher
 * for a program that few have, and minisign's default for a hash that Java lacks.)
 *
 * @param base64 the key as PEM has it, in one line
 */
record PublisherKey(String base64) {

    /** Of a line. */
    static final String PATTERN = "[A-Za-z0-9+/]{40,160}={0,2}";

    /** Of what somebody pastes. */
    static final int MAX_TEXT = 400;

    private static final int P_256 = 256;

    PublisherKey {
        base64 = base64.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        if (!base64.matches(PATTERN)) {
            throw invalid();
        }
        read(base64);
    }

    /** Whether whoever has the private key has signed this. */
    boolean hasSigned(byte[] content, byte[] signature) {
        PublicKey key = read(base64);
        try {
            Signature verifier = Signature.getInstance(key instanceof ECPublicKey ? "SHA256withECDSA" : "Ed25519");
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Of a signature that is none of this kind at all.
            return false;
        }
    }

    private static PublicKey read(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        for (String algorithm : new String[] {"Ed25519", "EC"}) {
            try {
                PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
                if (!(key instanceof ECPublicKey ec)
                        || ec.getParams().getCurve().getField().getFieldSize() == P_256) {
                    return key;
                }
            } catch (GeneralSecurityException other) {
                // The next one.
            }
        }
        throw invalid();
    }

    private static InvalidFieldException invalid() {
        return new InvalidFieldException(
                Pin.Publisher.KIND,
                Texts.of(
                        "ha de ser una clau pública, Ed25519 o ECDSA sobre P-256, com la imprimeix openssl pkey -pubout",
                        "debe ser una clave pública, Ed25519 o ECDSA sobre P-256, como la imprime openssl pkey -pubout",
                        "must be a public key, Ed25519 or ECDSA on P-256, as openssl pkey -pubout prints it"));
    }

    @Override
    public String toString() {
        return base64;
    }
}
