// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import java.util.Optional;
import java.util.OptionalLong;

/** Why a request is not done: answered as a problem document (RFC 9457). */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String field;
    private final long retryAfterS;

    private Problem(int status, String sentence, String field, long retryAfterS) {
        super(sentence, null, false, false);
        this.status = status;
        this.field = field;
        this.retryAfterS = retryAfterS;
    }

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 to 599
     * @param sentence one plain sentence for a person; it leaves the node, so it tells nothing that the caller must not
     *     know
     */
    public static Problem of(int status, String sentence) {
        return new Problem(status, sentence, "", -1);
    }

    /** A refusal because of one field. */
    public static Problem of(int status, String sentence, String field) {
        return new Problem(status, sentence, field, -1);
    }

    /** 404. */
    public static Problem notFound(String sentence) {
        return of(404, sentence);
    }

    /** 429: not now, but after so many seconds. */
    public static Problem tooMany(String sentence, long retryAfterS) {
        return new Problem(429, sentence, "", Math.max(1, retryAfterS));
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The field that it is about. */
    public Optional<String> field() {
        return Optional.of(field).filter(name -> !name.isEmpty());
    }

    /** What the header {@code Retry-After} says, in seconds; empty for no such header. */
    public OptionalLong retryAfterS() {
        return retryAfterS < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfterS);
    }
}
