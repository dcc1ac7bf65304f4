// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.util.List;

/**
 * What a user's telephone shows.
 *
 * @param secret in Base32
 * @param confirmed whether the user has shown that it works; it is not asked for before
 * @param lastStep the newest step whose code was taken: none is taken twice
 * @param recovery hashes of the codes for the day when the telephone is lost
 */
record SecondFactor(String secret, boolean confirmed, long lastStep, List<String> recovery) {

    SecondFactor {
        recovery = List.copyOf(recovery);
    }

    /** A new one, which does not count yet. */
    static SecondFactor unconfirmed(String secret) {
        return new SecondFactor(secret, false, 0, List.of());
    }

    /** Secrets are not for logs. */
    @Override
    public String toString() {
        return "SecondFactor";
    }
}
