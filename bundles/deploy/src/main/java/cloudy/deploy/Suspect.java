// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A jar that was started a moment ago: if the JVM ends now, it may have been its doing.
 *
 * @param strikes how many times in a row the JVM has ended before while this jar was a suspect
 */
record Suspect(Phase phase, int strikes, String sha256, String name) {

    enum Phase {
        /** Its start has not come back: whatever ends the JVM now is in it. */
        STARTING,
        /** Its start came back; what it set going may still end the JVM. */
        SETTLING,
        /** Its code called System.exit. */
        GUILTY,
        /** It is to blame, and could not be renamed: not started while it has this content. */
        CONVICTED
    }

    /** So often it may have been the power, or a neighbour; from here on it is started alone, to find out. */
    static final int ALONE = 2;

    private static final Pattern LINE =
            Pattern.compile("(STARTING|SETTLING|GUILTY|CONVICTED) ([0-9]) ([0-9a-f]{64}) (\\P{Cc}+)");

    static Optional<Suspect> parse(String line) {
        var parts = LINE.matcher(line);
        return parts.matches()
                ? Optional.of(new Suspect(
                        Phase.valueOf(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        parts.group(3),
                        parts.group(4)))
                : Optional.empty();
    }

    String line() {
        return phase + " " + strikes + " " + sha256 + " " + name;
    }

    boolean isAlone() {
        return strikes >= ALONE;
    }

    Suspect in(Phase next) {
        return new Suspect(next, strikes, sha256, name);
    }
}
