// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import java.io.IOException;

/** guifi.net could not be asked, or said what cannot be right: a plain sentence. */
class Trouble extends IOException implements Explained {

    private static final long serialVersionUID = 1L;

    private final transient Texts texts;

    Trouble(Texts texts) {
        this(texts, null);
    }

    Trouble(Texts texts, Throwable cause) {
        super(texts.english(), cause);
        this.texts = texts;
    }

    @Override
    public Texts texts() {
        return texts;
    }

    /** What came is not what was asked for. */
    static Trouble wrong(Texts why) {
        return new Trouble(Texts.of(
                        "guifi.net ha enviat dades que no poden ser bones: %s",
                        "guifi.net ha enviado datos que no pueden ser buenos: %s",
                        "guifi.net sent data that cannot be right: %s")
                .with(why));
    }
}
