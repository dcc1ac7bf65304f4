// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code data/run/setup-code}: who has it may become the first admin. New at each start; it dies with the first admin. */
final class SetupCode {

    private static final Logger LOG = LoggerFactory.getLogger(SetupCode.class);

    private final Path file;
    private volatile Optional<String> code = Optional.empty();

    /** @param needed whether there is no admin yet */
    SetupCode(Path run, boolean needed) {
        file = run.resolve("setup-code");
        try {
            AtomicFile.privateFolder(run);
            Files.deleteIfExists(file);
            if (needed) {
                String made = Secret.code();
                AtomicFile.write(file, (made + '\n').getBytes(US_ASCII));
                code = Optional.of(made);
            }
        } catch (IOException e) {
            LOG.error("{} could not be written, so the node cannot be set up: {}", file, e.toString());
        }
    }

    /** The code, for the owner of the node. */
    Optional<String> code() {
        return code;
    }

    boolean matches(String typed) {
        return code.filter(made -> Secret.equal(Secret.typed(made), Secret.typed(typed)))
                .isPresent();
    }

    void die() {
        code = Optional.empty();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}; its code opens nothing any more", file, e.toString());
        }
    }
}
