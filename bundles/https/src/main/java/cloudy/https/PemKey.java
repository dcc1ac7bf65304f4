// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/**
 * Reads private keys in the three forms that programs write: PKCS#8, and the older ones of RSA (PKCS#1) and of elliptic
 * curves (SEC 1), which Java does not know. Those two are wrapped into the first, which only says which kind they are.
 */
final class PemKey {

    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    private static final byte[] NULL = {0x05, 0x00};
    private static final byte[] RSA = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01
    };
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    private PemKey() {}

    /**
     * The one key of a text.
     *
     * @param certified the public half of it, which says what kind it is
     */
    static PrivateKey read(String text, PublicKey certified) throws GeneralSecurityException {
        List<Pem.Block> keys = Pem.blocks(text).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new GeneralSecurityException("must hold one private key in PEM form");
        }
        Pem.Block key = keys.get(0);
        if (key.label().startsWith("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new GeneralSecurityException("is locked by a password, which nobody could type in at a start");
        }
        String algorithm = certified.getAlgorithm();
        if (!algorithm.equals("EC") && !algorithm.equals("RSA")) {
            throw new GeneralSecurityException("is of a kind that browsers do not take: RSA and EC do");
        }
        byte[] pkcs8 =
                switch (key.label()) {
                    case "PRIVATE KEY" -> key.bytes();
                    case "RSA PRIVATE KEY" -> wrap(join(RSA, NULL), key.bytes());
                    case "EC PRIVATE KEY" -> wrap(join(EC, curve(certified)), key.bytes());
                    default ->
                        throw new GeneralSecurityException("holds a " + key.label() + ", which is not understood");
                };
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("holds no key of the certificate's kind", e);
        }
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return field(SEQUENCE, join(VERSION, field(SEQUENCE, algorithm), field(OCTETS, key)));
    }

    /** The name of the curve, cut out of the public key: a sequence of (sequence of EC, curve) and the point. */
    private static byte[] curve(PublicKey certified) throws GeneralSecurityException {
        byte[] encoded = certified.getEncoded();
        for (int at = 0; at + EC.length + 1 < encoded.length; at++) {
            int curve = at + EC.length;
            if (Arrays.equals(encoded, at, curve, EC, 0, EC.length)
                    && curve + 2 + encoded[curve + 1] <= encoded.length) {
                return Arrays.copyOfRange(encoded, curve, curve + 2 + encoded[curve + 1]);
            }
        }
        throw new GeneralSecurityException("is of a curve without a name");
    }

    private static byte[] field(int tag, byte[] content) {
        var field = new ByteArrayOutputStream();
        field.write(tag);
        if (content.length < 0x80) {
            field.write(content.length);
        } else {
            field.write(0x82);
            field.write(content.length >> Byte.SIZE);
            field.write(content.length);
        }
        field.writeBytes(content);
        return field.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
