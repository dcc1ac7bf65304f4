// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

/** What was received is no DNS message. */
public final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedMessageException(String why) {
        // Thrown once for each packet of a flood: nobody reads where, and filling in the trace would cost the most.
        super(why, null, false, false);
    }
}
