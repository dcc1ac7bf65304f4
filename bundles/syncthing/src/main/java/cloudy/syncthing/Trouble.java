// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;

/** Something could not be done; it says why in the language of whoever reads it. */
class Trouble extends IOException implements Explained {

    private static final long serialVersionUID = 1L;

    private final transient Texts texts;

    Trouble(Texts texts) {
        this(texts, null);
    }

    Trouble(Texts texts, Exception cause) {
        super(texts.english(), cause);
        this.texts = texts;
    }

    @Override
    public Texts texts() {
        return texts;
    }
}
