// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import java.util.Optional;

/** Why a request is not done: answered as a problem document (RFC 9457). */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String field;

    private Problem(int status, String sentence, String field) {
        super(sentence, null, false, false);
        this.status = status;
        this.field = field;
    }

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 to 599
     * @param sentence one plain sentence for a person; it leaves the node, so it tells nothing that the caller must not
     *     know
     */
    public static Problem of(int status, String sentence) {
        return new Problem(status, sentence, "");
    }

    /** A refusal because of one field. */
    public static Problem of(int status, String sentence, String field) {
        return new Problem(status, sentence, field);
    }

    /** 404. */
    public static Problem notFound(String sentence) {
        return of(404, sentence);
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The field that it is about. */
    public Optional<String> field() {
        return Optional.of(field).filter(name -> !name.isEmpty());
    }
}
