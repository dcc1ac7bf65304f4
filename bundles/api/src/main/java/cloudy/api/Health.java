// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import static java.util.Objects.requireNonNull;

/**
 * One answer of {@link CloudyService#check}.
 *
 * @param reason why, in plain words for the operator; empty when up. At most 200 characters are shown
 * @param txt facts that the check found out and neighbours need; they are added to every offer of the service, and
 *     with them an offer must still keep {@link Offer#MAX_TXT}
 */
public record Health(Status status, String reason, Txt txt) {

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

    private static final Health UP = new Health(Status.UP, "", Txt.EMPTY);
    private static final Health UNKNOWN = new Health(Status.UNKNOWN, "", Txt.EMPTY);

    public Health {
        requireNonNull(status);
        requireNonNull(reason);
        requireNonNull(txt);
    }

    /** The service can be used. */
    public static Health up() {
        return UP;
    }

    /** The service cannot be used, for a reason that the status names. */
    public static Health of(Status status, String reason) {
        return new Health(status, reason, Txt.EMPTY);
    }

    /** The service cannot be used. */
    public static Health down(String reason) {
        return of(Status.DOWN, reason);
    }

    /** Let the registry find out. */
    public static Health unknown() {
        return UNKNOWN;
    }

    /** This answer and one more fact for neighbours. */
    public Health with(String key, String value) {
        return new Health(status, reason, txt.with(key, value));
    }
}
