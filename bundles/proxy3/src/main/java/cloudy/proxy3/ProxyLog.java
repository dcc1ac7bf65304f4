// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The log of requests, and the index of the cache: both grow until squid is told to begin them anew. */
final class ProxyLog {

    /** How many full logs squid keeps beside the one that it writes. */
    static final int KEPT = 4;

    private static final long MB = 1024L * 1024;
    private static final long INDEX = 64 * MB;

    private ProxyLog() {}

    static Path in(Path folder) {
        return folder.resolve("log").resolve("access.log");
    }

    static void make(Path folder) throws IOException {
        AtomicFile.privateFolder(in(folder).getParent());
    }

    /** Whether it is time for new ones. */
    static boolean isFull(Path folder, int megabytes) {
        return (megabytes > 0 && size(in(folder)) >= megabytes * MB)
                || size(CacheFolder.in(folder).resolve("swap.state")) >= INDEX;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }
}
