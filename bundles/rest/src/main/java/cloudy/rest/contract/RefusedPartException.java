// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

/** A bundle's part of the contract is not taken; the message says why. */
public final class RefusedPartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedPartException(String why) {
        super(why, null, false, false);
    }
}
