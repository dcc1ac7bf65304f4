// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import static java.util.Objects.requireNonNull;

/**
 * What became of a wanted announcement at one carrier.
 *
 * @param reason plain words for the operator; empty when announced
 */
public record Outcome(Kind kind, String reason) {

    /** The three ends that a wanted announcement can come to. */
    public enum Kind {
        /** On the wire. */
        ANNOUNCED,
        /** Not announced, for the reason given. */
        WITHHELD,
        /** The carrier is full; it is announced when there is room. */
        NO_ROOM
    }

    private static final Outcome ANNOUNCED = new Outcome(Kind.ANNOUNCED, "");

    public Outcome {
        requireNonNull(kind);
        requireNonNull(reason);
    }

    /** The neighbours can hear it. */
    public static Outcome announced() {
        return ANNOUNCED;
    }

    /** The neighbours cannot hear it, and why. */
    public static Outcome withheld(String reason) {
        return new Outcome(Kind.WITHHELD, reason);
    }

    /** The neighbours cannot hear it until others make room. */
    public static Outcome noRoom(String reason) {
        return new Outcome(Kind.NO_ROOM, reason);
    }
}
