// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code data/run/token}, new at each start: by it the command line acts for whoever can read the files of the node, and
 * could replace the whole node anyway. It counts on loopback only.
 */
final class LocalToken {

    private static final Logger LOG = LoggerFactory.getLogger(LocalToken.class);
    private static final Caller LOCAL = new Caller("local", Role.ADMIN, Proof.LOCAL, Set.of());

    private final Path file;
    private final String hash;

    LocalToken(Path run) {
        file = run.resolve("token");
        String text = "cloudy_local_" + Secret.hex(32);
        hash = Secret.sha256(text);
        try {
            AtomicFile.privateFolder(run);
            // Its mode would stay what somebody made of it.
            Files.deleteIfExists(file);
            AtomicFile.write(file, (text + '\n').getBytes(US_ASCII));
        } catch (IOException e) {
            LOG.error("{} could not be written, so the command line needs another token: {}", file, e.toString());
        }
    }

    Optional<Caller> use(String text, InetAddress from) {
        boolean genuine = Secret.equal(hash, Secret.sha256(text));
        return genuine && from.isLoopbackAddress() ? Optional.of(LOCAL) : Optional.empty();
    }

    void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}; its token opens nothing any more", file, e.toString());
        }
    }
}
