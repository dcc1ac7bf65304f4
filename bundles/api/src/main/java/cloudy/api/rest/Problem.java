// SPDX-License-Identifier: Apache-2.0
package cloudy.api.rest;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.util.Optional;
import java.util.OptionalLong;

/** Why a request is not done: answered as a problem document (RFC 9457). */
public final class Problem extends RuntimeException implements Explained {

    private static final long serialVersionUID = 1L;

    /** When to look again whether one of many jobs has ended. */
    private static final long JOB_ENDS_S = 30;

    private final int status;
    private final String field;
    private final long retryAfterS;

    private final transient Texts texts;

    private Problem(int status, Texts sentence, String field, long retryAfterS) {
        super(sentence.english(), null, false, false);
        this.status = status;
        this.texts = sentence;
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
    public static Problem of(int status, Texts sentence) {
        return new Problem(status, sentence, "", -1);
    }

    /** The same, in one language. */
    public static Problem of(int status, String sentence) {
        return of(status, Texts.of(sentence));
    }

    /** A refusal because of one field. */
    public static Problem of(int status, Texts sentence, String field) {
        return new Problem(status, sentence, field, -1);
    }

    /** The same, in one language. */
    public static Problem of(int status, String sentence, String field) {
        return of(status, Texts.of(sentence), field);
    }

    /** 404. */
    public static Problem notFound(Texts sentence) {
        return of(404, sentence);
    }

    /** The same, in one language. */
    public static Problem notFound(String sentence) {
        return of(404, sentence);
    }

    /** 429: not now, but after so many seconds. */
    public static Problem tooMany(Texts sentence, long retryAfterS) {
        return new Problem(429, sentence, "", Math.max(1, retryAfterS));
    }

    /** The same, in one language. */
    public static Problem tooMany(String sentence, long retryAfterS) {
        return tooMany(Texts.of(sentence), retryAfterS);
    }

    /** 503: no more work can wait, see {@link cloudy.api.job.Jobs#start}. */
    public static Problem tooManyJobs() {
        return new Problem(
                503,
                Texts.of(
                        "Ja no hi caben més tasques; torneu-ho a provar quan n'hagi acabat alguna.",
                        "Ya no caben más tareas; vuelva a intentarlo cuando haya terminado alguna.",
                        "No more jobs can wait; try again when one has ended."),
                "",
                JOB_ENDS_S);
    }

    @Override
    public Texts texts() {
        return texts;
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
