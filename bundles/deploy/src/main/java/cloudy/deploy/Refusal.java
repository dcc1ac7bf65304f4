// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import cloudy.api.form.Texts;

/** Why a file is not taken, as a sentence for the operator that follows {@code deploy/<name>: }. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Texts sentence;
    private final boolean perhapsUnfinished;

    private Refusal(Texts sentence, boolean perhapsUnfinished) {
        super(sentence.english(), null, false, false);
        this.sentence = sentence;
        this.perhapsUnfinished = perhapsUnfinished;
    }

    /** The content is wrong, and more bytes would not mend it. */
    static Refusal wrong(Texts sentence) {
        return new Refusal(sentence, false);
    }

    /** What a file that is still being copied looks like; said only if it stays so. */
    static Refusal unfinished(Texts sentence) {
        return new Refusal(sentence, true);
    }

    Texts sentence() {
        return sentence;
    }

    boolean perhapsUnfinished() {
        return perhapsUnfinished;
    }
}
