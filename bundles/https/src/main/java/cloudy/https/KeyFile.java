// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key and its certificates in one file, so that they cannot part: {@code data/https/*.pem}, for the node's user only. */
final class KeyFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;

    KeyFile(Path file) {
        this.file = file;
    }

    /** What is kept; a file that makes no sense is set aside. */
    Optional<Credential> read() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), US_ASCII);
            List<X509Certificate> chain = Pem.certificates(text);
            if (chain.isEmpty()) {
                throw new GeneralSecurityException("holds no certificate");
            }
            var credential = new Credential(PemKey.read(text, chain.get(0).getPublicKey()), chain);
            if (!credential.belongsTogether()) {
                throw new GeneralSecurityException("holds a key and the certificate of another");
            }
            return Optional.of(credential);
        } catch (GeneralSecurityException | IOException e) {
            setAside(e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps it; what cannot be written is in use until the node ends. */
    void write(Credential credential) {
        try {
            AtomicFile.write(file, Pem.write(credential).getBytes(US_ASCII));
        } catch (IOException e) {
            LOG.error("data/https/{} cannot be written, and is made anew at the next start: {}", name(), e.toString());
        }
    }

    /** Moves it out of the way; an older one that was moved so is replaced. */
    void setAside(String why) {
        Path aside = file.resolveSibling(name() + ".bad");
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.error("data/https/{} {}; it was set aside as {}", name(), why, aside.getFileName());
        } catch (IOException e) {
            LOG.error("data/https/{} {}, and cannot be set aside: {}", name(), why, e.toString());
        }
    }

    private Path name() {
        return file.getFileName();
    }
}
