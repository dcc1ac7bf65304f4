// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.util.Optional;

/**
 * Knows again the browsers in which a user has signed in: each keeps a mark, {@code <number>.<HMAC>}, that nobody can make
 * up and that opens nothing. It only tells the user's own tries from those of strangers.
 */
final class Devices {

    private static final int NUMBER_BYTES = 8;

    private final byte[] key;

    Devices(byte[] key) {
        this.key = key.clone();
    }

    /** A new mark for a user's browser. */
    String mark(User user) {
        String number = Secret.hex(NUMBER_BYTES);
        return number + '.' + seal(user, number);
    }

    /** The number in a mark, if it is one of this user's. */
    Optional<String> number(User user, String mark) {
        int dot = mark.indexOf('.');
        if (dot != 2 * NUMBER_BYTES) {
            return Optional.empty();
        }
        String number = mark.substring(0, dot);
        return Secret.equal(seal(user, number), mark.substring(dot + 1)) ? Optional.of(number) : Optional.empty();
    }

    private String seal(User user, String number) {
        return Secret.hmac(key, "device " + user.id() + ' ' + number);
    }
}
