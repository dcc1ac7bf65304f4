// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where squid keeps what it fetched: two floors of folders, which it wants to find made. */
final class CacheFolder {

    private static final int FIRST = 16;
    private static final int SECOND = 256;

    private CacheFolder() {}

    static Path in(Path folder) {
        return folder.resolve("cache");
    }

    /** Makes what is missing of it: 4,112 folders the first time, and none afterwards. */
    static void make(Path folder) throws IOException {
        Path cache = AtomicFile.privateFolder(in(folder));
        for (int first = 0; first < FIRST; first++) {
            Path upper = cache.resolve(name(first));
            // The last of them is made last: where it is, all are.
            if (Files.exists(upper.resolve(name(SECOND - 1)))) {
                continue;
            }
            for (int second = 0; second < SECOND; second++) {
                Files.createDirectories(upper.resolve(name(second)));
            }
        }
    }

    private static String name(int number) {
        return String.format("%02X", number);
    }
}
