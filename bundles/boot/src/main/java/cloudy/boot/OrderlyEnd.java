// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/**
 * Runs when the JVM ends. Karaf stops the framework at SIGTERM only; at Ctrl-C or when the terminal goes, this does, so
 * that neighbours hear a goodbye then, too.
 *
 * <p>Afterwards it leaves a file behind: without it {@code bin/cloudy} takes the bundle cache for half written. So the
 * cache is on the disk before the file is. In it stands {@value #TOLD} when somebody has told the node to end, and nothing
 * when something has ended the JVM, as a bundle can: then {@code bin/cloudy} starts it again.
 */
final class OrderlyEnd implements Runnable {

    static final String TOLD = "told";

    /** Longer than a node needs, shorter than a supervisor waits. */
    private static final long LIMIT_MILLIS = 10_000;

    /** A cache that takes longer to reach the disk, as after the first start on a slow one, is made anew. */
    private static final long SYNC_MILLIS = 1_000;

    private final Framework framework;
    private final Path cache;
    private final Path marker;

    OrderlyEnd(Framework framework, Path cache, Path marker) {
        this.framework = framework;
        this.cache = cache;
        this.marker = marker;
    }

    // The bundle itself is stopped by now, so nothing but classes of the JDK and the framework is used here, and no
    // log.
    @Override
    public void run() {
        try {
            boolean told = framework.getState() != Bundle.ACTIVE;
            if (!told) {
                framework.stop();
            }
            if (framework.waitForStop(LIMIT_MILLIS).getType() != FrameworkEvent.WAIT_TIMEDOUT && isOnDisk()) {
                try (FileChannel file = FileChannel.open(marker, CREATE, TRUNCATE_EXISTING, WRITE)) {
                    file.write(ByteBuffer.wrap((told ? TOLD + "\n" : "").getBytes(StandardCharsets.US_ASCII)));
                    file.force(true);
                }
                sync(marker.getParent());
            }
        } catch (BundleException | IOException | UncheckedIOException e) {
            System.err.println("The node did not end in order: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Brings the cache there; what is there already takes no time. */
    private boolean isOnDisk() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS);
        try (Stream<Path> all = Files.walk(cache)) {
            for (Iterator<Path> each = all.iterator(); each.hasNext(); ) {
                if (System.nanoTime() > end) {
                    return false;
                }
                sync(each.next());
            }
        }
        return true;
    }

    private static void sync(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder, READ)) {
            channel.force(true);
        }
    }
}
