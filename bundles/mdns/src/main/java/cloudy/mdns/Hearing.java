// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

/**
 * Whether a link still hears: a socket can lose its membership, its interface the group, and no call fails. Whoever hears
 * nothing for a while says something, which the kernel hands back to all who listen on this host, and so to itself.
 * Looked at now and then; what is counted here are these looks.
 */
final class Hearing {

    /** Looks without a word after which the socket is of no use: four calls were not heard. */
    static final int DEAF = 4;

    /** A new socket after as many, then after twice as many, in the end after 16 times as many. */
    private static final int MOST_DOUBLINGS = 4;

    private int silent;
    private int renewals;

    /** What to do now. */
    enum Step {
        /** Nothing: something was heard. */
        NONE,
        /** Say something that this host must hear. */
        CALL,
        /** Open another socket, and say everything anew. */
        RENEW
    }

    /** It is looked at; {@code heard} when anything came since the last time. */
    Step look(boolean heard) {
        if (heard) {
            silent = 0;
            renewals = 0;
            return Step.NONE;
        }
        silent++;
        if (silent < DEAF << Math.min(renewals, MOST_DOUBLINGS)) {
            return Step.CALL;
        }
        silent = 0;
        renewals++;
        return Step.RENEW;
    }

    /** Whether not even another socket helped. */
    boolean isDeaf() {
        return renewals > 1 || (renewals == 1 && silent > 0);
    }
}
