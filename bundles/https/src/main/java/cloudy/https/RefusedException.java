// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

/** A file in {@code etc/tls} cannot be used; the message is one line that names it. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String file, String why) {
        super("etc/tls/" + file + " " + why);
    }
}
