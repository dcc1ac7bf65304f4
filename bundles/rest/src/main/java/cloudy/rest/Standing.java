// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

/** A {@link cloudy.api.rest.Answer.Sink} that knows by what its caller was let in. */
interface Standing {

    /**
     * Whether the caller would be let in now as it was then: with the same session or token, and a role that is not
     * less. Asked by one thread, every half minute.
     */
    boolean holds();
}
