// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key by which this node knows again what it has signed itself: devices, and the head of the audit log. */
final class RoomKey {

    private static final Logger LOG = LoggerFactory.getLogger(RoomKey.class);
    private static final int BYTES = 32;

    private RoomKey() {}

    /** The key that is kept, or a new one; with a new one, devices are strangers again. */
    static byte[] open(Path folder) {
        Path file = folder.resolve("secret.key");
        try {
            AtomicFile.privateFolder(folder);
            AtomicFile.sweep(folder, "secret.key");
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    byte[] kept = in.readNBytes(BYTES + 1);
                    if (kept.length == BYTES) {
                        return kept;
                    }
                    LOG.error("{} is broken; a new key takes its place", file);
                }
            }
            byte[] made = Secret.bytes(BYTES);
            AtomicFile.write(file, made);
            return made;
        } catch (IOException e) {
            LOG.error("{} cannot be used, another key holds until the next start: {}", file, e.toString());
            return Secret.bytes(BYTES);
        }
    }
}
