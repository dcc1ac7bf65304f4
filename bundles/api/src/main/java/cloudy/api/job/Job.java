// SPDX-License-Identifier: Apache-2.0
package cloudy.api.job;

import cloudy.api.form.Texts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Some work at one moment.
 *
 * @param id names it for ever, and sorts by time
 * @param by name of who asked for it
 * @param step what is done now, or was done last, in words
 * @param percent how much is done, 0 to 100
 * @param reason why it did not succeed, in one plain sentence; empty otherwise
 * @param result what came of it, by key
 */
public record Job(
        String id,
        String kind,
        Texts title,
        String by,
        State state,
        Texts step,
        int percent,
        Texts reason,
        Map<String, String> result,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> ended) {

    /** The states of a job. */
    public enum State {
        /** Waits for its turn. */
        WAITING,
        /** Is being done. */
        RUNNING,
        /** Done. */
        SUCCEEDED,
        /** Could not be done. */
        FAILED,
        /** Somebody stopped it. */
        CANCELLED,
        /** The node ended before the job did: nobody knows how far it came. */
        INTERRUPTED;

        /** Whether nothing more will happen. */
        public boolean isFinal() {
            return compareTo(SUCCEEDED) >= 0;
        }
    }

    public Job {
        result = Map.copyOf(result);
    }
}
