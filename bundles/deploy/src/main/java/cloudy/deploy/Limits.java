// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.time.Duration;

/**
 * How long this room waits, and for what.
 *
 * @param quiet a file that is being written is read again once it has been left alone for so long
 * @param patience a file that is still incomplete after being left alone for so long gets its line
 * @param settle for so long after its start a jar is a suspect when the JVM ends
 * @param call for so long a jar's own start or stop may take before the others go on without it
 * @param startLevel where dropped jars start: above all of ours, below the level that Karaf reaches, 100
 */
record Limits(Duration quiet, Duration patience, Duration settle, Duration call, int startLevel) {

    static Limits usual() {
        return new Limits(
                Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(30), 90);
    }
}
