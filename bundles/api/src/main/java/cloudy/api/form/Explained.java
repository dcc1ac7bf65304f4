// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import java.io.IOException;

/** A failure that says in each language what its message says in English. */
public interface Explained {

    /** The message in each language. */
    Texts texts();

    /** A failure whose sentence is known in several languages. */
    static IOException failure(Texts texts) {
        return new ExplainedFailure(texts, null);
    }

    /** A failure that came of another one. */
    static IOException failure(Texts texts, Throwable cause) {
        return new ExplainedFailure(texts, cause);
    }

    /** What a failure says for people, as far as it does. */
    static Texts of(Throwable failure) {
        if (failure instanceof Explained explained) {
            return explained.texts();
        }
        String message = failure.getMessage();
        return Texts.of(
                message == null || message.isBlank() ? failure.getClass().getSimpleName() : message);
    }
}
