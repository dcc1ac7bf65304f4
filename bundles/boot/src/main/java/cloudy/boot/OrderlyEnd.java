// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/**
 * Runs when the JVM ends. Karaf stops the framework at SIGTERM only; at Ctrl-C or when the terminal goes, this does, so
 * that neighbours hear a goodbye then, too.
 *
 * <p>Afterwards it leaves a file behind: without it {@code bin/cloudy} takes the bundle cache for half written.
 */
final class OrderlyEnd implements Runnable {

    /** Longer than a node needs, shorter than a supervisor waits. */
    private static final long LIMIT_MILLIS = 10_000;

    private final Framework framework;
    private final Path marker;

    OrderlyEnd(Framework framework, Path marker) {
        this.framework = framework;
        this.marker = marker;
    }

    // The bundle itself is stopped by now, so nothing but classes of the JDK and the framework is used here, and no
    // log.
    @Override
    public void run() {
        try {
            if (framework.getState() == Bundle.ACTIVE) {
                framework.stop();
            }
            if (framework.waitForStop(LIMIT_MILLIS).getType() != FrameworkEvent.WAIT_TIMEDOUT) {
                Files.writeString(marker, "");
            }
        } catch (BundleException | IOException e) {
            System.err.println("The node did not end in order: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
