// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

/** Why a file is not taken, as a sentence for the operator that follows {@code deploy/<name>: }. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean perhapsUnfinished;

    private Refusal(String sentence, boolean perhapsUnfinished) {
        super(sentence, null, false, false);
        this.perhapsUnfinished = perhapsUnfinished;
    }

    /** The content is wrong, and more bytes would not mend it. */
    static Refusal wrong(String sentence) {
        return new Refusal(sentence, false);
    }

    /** What a file that is still being copied looks like; said only if it stays so. */
    static Refusal unfinished(String sentence) {
        return new Refusal(sentence, true);
    }

    boolean perhapsUnfinished() {
        return perhapsUnfinished;
    }
}
