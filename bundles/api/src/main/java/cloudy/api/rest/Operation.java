// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import org.osgi.annotation.versioning.ConsumerType;

/** Answers one kind of request. */
@FunctionalInterface
@ConsumerType
public interface Operation {

    /**
     * Answers a request. Called by a thread of the web server's, several at a time; what takes longer than moments is a
     * {@linkplain Answer#accepted job} or is {@linkplain Answer#later answered later}.
     *
     * @throws Problem to be answered as it is
     * @throws cloudy.api.InvalidFieldException answered as 400, naming the field
     * @throws Exception answered as 500 without any detail, and logged
     */
    Answer answer(Call call) throws Exception;
}
