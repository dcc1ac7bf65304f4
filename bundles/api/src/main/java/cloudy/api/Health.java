// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static java.util.Objects.requireNonNull;

import cloudy.api.form.Texts;

/**
 * One answer of {@link CloudyService#check}.
 *
 * @param why the reason, in plain words for the operator; empty when up. At most 200 characters are shown
 * @param txt facts that the check found out and neighbours need; they are added to every offer of the service, and
 *     with them an offer must still keep {@link Offer#MAX_TXT}
 */
public record Health(Status status, Texts why, Txt txt) {

    /** What a check can find. */
    public enum Status {
        /** A neighbour could use the service now. */
        UP,
        /** A neighbour could not. Three answers in a row that are not up withdraw the service. */
        DOWN,
        /** The service cannot tell: the registry finds out by connecting to the offered TCP ports. */
        UNKNOWN,
        /** Its own settings do not want it to run for now, which is no fault: it is withdrawn at once. */
        OFF,
        /** It is on its way up; it is looked at again soon, and not counted as a failure before a minute has passed. */
        STARTING,
        /** The program that it needs is not installed. */
        MISSING,
        /** Its settings do not let it run. */
        MISCONFIGURED,
        /** Its program ends again and again. */
        CRASH_LOOPING
    }

    private static final Health UP = new Health(Status.UP, Texts.none(), Txt.EMPTY);
    private static final Health OFF = new Health(
            Status.OFF,
            Texts.of("apagat fins que s'engegui", "apagado hasta que se encienda", "off until it is switched on"),
            Txt.EMPTY);
    private static final Health UNKNOWN = new Health(Status.UNKNOWN, Texts.none(), Txt.EMPTY);

    public Health {
        requireNonNull(status);
        requireNonNull(why);
        requireNonNull(txt);
    }

    /** The service can be used. */
    public static Health up() {
        return UP;
    }

    /** Nobody has switched the service on. */
    public static Health off() {
        return OFF;
    }

    /** The service cannot be used, for a reason that the status names. */
    public static Health of(Status status, Texts why) {
        return new Health(status, why, Txt.EMPTY);
    }

    /** The same, in one language. */
    public static Health of(Status status, String reason) {
        return of(status, Texts.of(reason));
    }

    /** The service cannot be used. */
    public static Health down(Texts why) {
        return of(Status.DOWN, why);
    }

    /** The same, in one language. */
    public static Health down(String reason) {
        return down(Texts.of(reason));
    }

    /** Let the registry find out. */
    public static Health unknown() {
        return UNKNOWN;
    }

    /** Why, in English. */
    public String reason() {
        return why.english();
    }

    /** This answer and one more fact for neighbours. */
    public Health with(String key, String value) {
        return new Health(status, why, txt.with(key, value));
    }
}
