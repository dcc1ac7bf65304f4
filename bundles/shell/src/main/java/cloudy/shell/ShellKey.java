// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.Base64;

/**
 * A key pair for SSH on the curve P-256: Karaf's server takes no Ed25519 signatures as it comes, and its client needs
 * one more library for them.
 */
record ShellKey(ECPublicKey publicKey, ECPrivateKey privateKey) {

    private static final String CURVE = "nistp256";
    private static final String TYPE = "ecdsa-sha2-" + CURVE;
    private static final int COORDINATE = 32;
    private static final int BLOCK = 8;

    static ShellKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new ShellKey((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has this curve", e);
        }
    }

    /**
     * The private key as {@code ssh-keygen} writes it, without passphrase (OpenSSH, {@code PROTOCOL.key}): the one form
     * that {@code ssh -i} and Karaf's client both read: to the latter, what the JDK writes lacks the public half.
     */
    String openssh() {
        byte[] file = bytes(out -> {
            out.write("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
            string(out, "none");
            string(out, "none");
            string(out, "");
            out.writeInt(1);
            string(out, bytes(this::writePublic));
            string(out, bytes(this::writePrivate));
        });
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(file)
                + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private void writePublic(DataOutputStream out) throws IOException {
        string(out, TYPE);
        string(out, CURVE);
        string(out, bytes(point -> {
            ECPoint w = publicKey.getW();
            point.write(4); // not compressed
            point.write(fixed(w.getAffineX()));
            point.write(fixed(w.getAffineY()));
        }));
    }

    private void writePrivate(DataOutputStream out) throws IOException {
        int check = new SecureRandom().nextInt();
        out.writeInt(check);
        out.writeInt(check);
        writePublic(out);
        string(out, privateKey.getS().toByteArray());
        string(out, "cloudy");
        for (byte pad = 1; out.size() % BLOCK != 0; pad++) {
            out.write(pad);
        }
    }

    private static byte[] fixed(BigInteger coordinate) {
        byte[] signed = coordinate.toByteArray();
        var fixed = new byte[COORDINATE];
        int length = Math.min(signed.length, COORDINATE);
        System.arraycopy(signed, signed.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    private static void string(DataOutputStream out, String text) throws IOException {
        string(out, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void string(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Writes a part of the file. */
    private interface Part {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Part part) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            part.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Private keys are not for logs. */
    @Override
    public String toString() {
        return "ShellKey";
    }
}
