// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code bin/cloudy} has to know to reach this node, and no other, over loopback: {@code data/run/https-port} and
 * {@code data/run/https-pin}, the SHA-256 of the public key in use, as curl takes it. By the key and not by an authority,
 * because an operator's certificate says nothing of 127.0.0.1, and may have ended.
 */
final class LocalDoor {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDoor.class);

    private final Path run;

    LocalDoor(Path run) {
        this.run = run;
    }

    /** In this process' run folder. */
    static LocalDoor ofThisNode() {
        return new LocalDoor(Path.of(System.getProperty("karaf.data"), "run"));
    }

    void port(int port) {
        write("https-port", Integer.toString(port));
    }

    void pin(X509Certificate certificate) {
        write("https-pin", "sha256//" + pinOf(certificate));
    }

    static String pinOf(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String name, String text) {
        try {
            AtomicFile.privateFolder(run);
            AtomicFile.write(run.resolve(name), (text + '\n').getBytes(US_ASCII));
        } catch (IOException e) {
            LOG.error(
                    "data/run/{} could not be written, so the command line does not reach this node: {}",
                    name,
                    e.toString());
        }
    }
}
