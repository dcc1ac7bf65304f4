// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

import static java.util.Objects.requireNonNull;

import cloudy.api.form.Texts;

/**
 * What became of a wanted announcement at one carrier.
 *
 * @param why the reason, in plain words for the operator; empty when announced
 */
public record Outcome(Kind kind, Texts why) {

    /** The three ends that a wanted announcement can come to. */
    public enum Kind {
        /** On the wire. */
        ANNOUNCED,
        /** Not announced, for the reason given. */
        WITHHELD,
        /** The carrier is full; it is announced when there is room. */
        NO_ROOM
    }

    private static final Outcome ANNOUNCED = new Outcome(Kind.ANNOUNCED, Texts.none());

    public Outcome {
        requireNonNull(kind);
        requireNonNull(why);
    }

    /** The neighbours can hear it. */
    public static Outcome announced() {
        return ANNOUNCED;
    }

    /** The neighbours cannot hear it, and why. */
    public static Outcome withheld(Texts why) {
        return new Outcome(Kind.WITHHELD, why);
    }

    /** The same, in one language. */
    public static Outcome withheld(String reason) {
        return withheld(Texts.of(reason));
    }

    /** The neighbours cannot hear it until others make room. */
    public static Outcome noRoom(Texts why) {
        return new Outcome(Kind.NO_ROOM, why);
    }

    /** The same, in one language. */
    public static Outcome noRoom(String reason) {
        return noRoom(Texts.of(reason));
    }

    /** Why, in English. */
    public String reason() {
        return why.english();
    }
}
