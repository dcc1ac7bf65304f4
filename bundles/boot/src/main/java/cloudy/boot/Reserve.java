// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk for a start when there is no other left: {@code bin/cloudy} deletes it then, and the node has a place for
 * its few small files, without which nobody could reach it to make more.
 */
final class Reserve {

    static final int BYTES = 2 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Reserve.class);

    /** A disk with less has better uses for it. */
    private static final long PLENTY = 32L * 1024 * 1024;

    private final Path file;

    Reserve(Path file) {
        this.file = file;
    }

    /** Takes the room, if it is not taken yet and there is plenty. */
    void take() {
        try {
            if (Files.exists(file)
                    || Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < PLENTY) {
                return;
            }
            // Not zeros, which some file systems make nothing of.
            var bytes = new byte[BYTES];
            new Random().nextBytes(bytes);
            AtomicFile.write(file, bytes);
        } catch (IOException e) {
            log.warn("No room is kept for a start on a full disk: {}", e.toString());
        }
    }
}
