// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The certificates that the operator brings: {@code etc/tls/<name>.crt}, with those that vouch for it, and {@code
 * <name>.key}. The last pair by name wins. Links are followed: tools that fetch certificates leave such.
 */
final class TlsFolder {

    private static final String CERTIFICATE = ".crt";
    private static final String KEY = ".key";
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_CHAIN = 10;
    private static final int MIN_RSA_BITS = 2048;

    private final Path folder;
    private final Clock clock;

    TlsFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Path path() {
        return folder;
    }

    /**
     * The pair that wins.
     *
     * @return empty when there is none
     * @throws RefusedException when it cannot be used
     */
    Optional<Credential> read() throws RefusedException {
        Optional<String> name = last();
        return name.isEmpty() ? Optional.empty() : Optional.of(read(name.get()));
    }

    private Optional<String> last() throws RefusedException {
        var names = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(folder, "*" + CERTIFICATE)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    names.add(name.substring(0, name.length() - CERTIFICATE.length()));
                }
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new RefusedException("", "cannot be listed: " + e.getMessage());
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names.last());
    }

    private Credential read(String name) throws RefusedException {
        String certificateFile = name + CERTIFICATE;
        String keyFile = name + KEY;
        List<X509Certificate> chain = chain(certificateFile);
        try {
            var credential =
                    new Credential(PemKey.read(text(keyFile), chain.get(0).getPublicKey()), chain);
            if (!credential.belongsTogether()) {
                throw new RefusedException(keyFile, "is not the key of " + certificateFile);
            }
            return credential;
        } catch (GeneralSecurityException e) {
            throw new RefusedException(keyFile, e.getMessage());
        }
    }

    private List<X509Certificate> chain(String file) throws RefusedException {
        List<X509Certificate> chain;
        try {
            chain = Pem.certificates(text(file));
        } catch (GeneralSecurityException e) {
            throw new RefusedException(file, "holds no certificate that can be read");
        }
        if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
            throw new RefusedException(file, "must hold 1 to " + MAX_CHAIN + " certificates in PEM form");
        }
        X509Certificate first = chain.get(0);
        if (clock.instant().isAfter(first.getNotAfter().toInstant())) {
            throw new RefusedException(file, "ended at " + first.getNotAfter().toInstant());
        }
        if (isTooShort(first.getPublicKey())) {
            throw new RefusedException(file, "is of an RSA key shorter than 2048 bits, which browsers refuse");
        }
        return chain;
    }

    private static boolean isTooShort(PublicKey key) {
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS;
    }

    private String text(String name) throws RefusedException {
        Path file = folder.resolve(name);
        // Asked before it is opened: to open a pipe is to wait for its other end.
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(name, Files.exists(file) ? "is not a file" : "is missing");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new RefusedException(name, "is larger than 256 kB");
            }
            return new String(bytes, US_ASCII);
        } catch (AccessDeniedException e) {
            throw new RefusedException(name, "cannot be read: permission denied");
        } catch (IOException e) {
            throw new RefusedException(name, "cannot be read: " + e.getMessage());
        }
    }
}
