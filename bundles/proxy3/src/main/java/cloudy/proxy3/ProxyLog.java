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
    /** For each MB of the cache: 72 bytes for each thing in it, which takes 4 kB at least, and as much of what is gone. */
    private static final long INDEX_OF_ONE = 36 * 1024;

    private ProxyLog() {}

    static Path in(Path folder) {
        return folder.resolve("log").resolve("access.log");
    }

    static void make(Path folder) throws IOException {
        AtomicFile.privateFolder(in(folder).getParent());
    }

    /** Whether it is time for new ones. */
    static boolean isFull(Path folder, ProxySettings settings) {
        return (settings.logSize() > 0 && size(in(folder)) >= settings.logSize() * MB)
                || (settings.cacheSize() > 0 && size(index(folder)) >= fullIndex(settings.cacheSize()));
    }

    private static Path index(Path folder) {
        return CacheFolder.in(folder).resolve("swap.state");
    }

    /** More than that of a full cache: what squid has just begun anew is not full. */
    private static long fullIndex(int megabytes) {
        return Math.max(INDEX, megabytes * INDEX_OF_ONE);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }
}
