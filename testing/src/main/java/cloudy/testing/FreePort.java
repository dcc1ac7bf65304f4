// SPDX-License-Identifier: Apache-2.0
package cloudy.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a program that a test starts, and that wants to be told one. */
public final class FreePort {

    /** Below those that Linux gives out by itself: whatever connects meanwhile does not come upon it. */
    private static final int FIRST = 10_000;

    private static final int END = 32_000;

    private FreePort() {}

    /** One that nobody has now, for TCP and UDP alike. */
    public static int any() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (var tcp = new ServerSocket(port);
                    var udp = new DatagramSocket(tcp.getLocalPort())) {
                return udp.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }
}
