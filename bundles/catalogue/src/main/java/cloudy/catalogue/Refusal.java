// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;

/** Why something is not taken, as one plain sentence that names what is wrong. Nothing has been changed then. */
final class Refusal extends Exception implements Explained {

    private static final long serialVersionUID = 1;

    private final transient Texts texts;

    Refusal(Texts texts) {
        super(texts.english(), null, false, false);
        this.texts = texts;
    }

    /** What the resolver says, and it speaks English only. */
    Refusal(String sentence) {
        this(Texts.of(sentence));
    }

    @Override
    public Texts texts() {
        return texts;
    }
}
