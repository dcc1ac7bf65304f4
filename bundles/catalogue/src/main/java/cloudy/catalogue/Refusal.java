// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

/** Why something is not taken, as one plain sentence that names what is wrong. Nothing has been changed then. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    Refusal(String sentence) {
        super(sentence, null, false, false);
    }
}
