// SPDX-License-Identifier: Apache-2.0
package cloudy.api.form;

import java.io.IOException;

/** See {@link Explained#failure}. */
final class ExplainedFailure extends IOException implements Explained {

    private static final long serialVersionUID = 1L;

    private final transient Texts texts;

    ExplainedFailure(Texts texts, Throwable cause) {
        super(texts.english(), cause);
        this.texts = texts;
    }

    @Override
    public Texts texts() {
        return texts;
    }
}
