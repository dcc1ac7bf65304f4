// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Ed25519 key pair, which is what makes a node the same node for ever. */
final class Identity {

    private static final String ALGORITHM = "Ed25519";

    /** Hexadecimal digits of an id. */
    private static final int ID_LENGTH = 16;

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)"
                    + "-----END PRIVATE KEY-----\\s+-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private final PrivateKey privateKey;
    private final byte[] publicKey;
    private final String id;

    private Identity(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.publicKey = publicKey.getEncoded();
        id = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(this.publicKey))
                .substring(0, ID_LENGTH);
    }

    /** Makes a new one. */
    static Identity make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new Identity(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }

    /** Reads what {@link #toPem} wrote; throws when it is not that, or the keys do not belong together. */
    static Identity parse(String pem) throws GeneralSecurityException {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new GeneralSecurityException("not a private and a public key in PEM form");
        }
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(decode(matcher.group(1))));
        PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(decode(matcher.group(2))));
        if (!belongTogether(privateKey, publicKey)) {
            throw new GeneralSecurityException("the two keys do not belong together");
        }
        return new Identity(privateKey, publicKey);
    }

    /** The private key (PKCS#8) and the public one (X.509), as OpenSSL writes them. */
    String toPem() {
        return block("PRIVATE", privateKey.getEncoded()) + block("PUBLIC", publicKey);
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the public key. */
    String id() {
        return id;
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        byte[] words = {'c', 'l', 'o', 'u', 'd', 'y'};
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(privateKey);
        signature.update(words);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(words);
        return signature.verify(signed);
    }

    private static byte[] decode(String text) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not Base64", e);
        }
    }

    private static String block(String kind, byte[] key) {
        return "-----BEGIN " + kind + " KEY-----\n" + Base64.getEncoder().encodeToString(key) + "\n-----END " + kind
                + " KEY-----\n";
    }
}
