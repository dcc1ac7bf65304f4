// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.rest.Answer;

/** A caller who reads nothing, at the end of a line that keeps as much for it as the engine does. */
final class LaggingEar implements Answer.Sink {

    int lag;
    boolean dropped;

    @Override
    public boolean send(String piece) {
        lag += piece.getBytes(UTF_8).length;
        dropped |= lag > 256 * 1024;
        return !dropped;
    }

    @Override
    public void end() {
        dropped = true;
    }
}
