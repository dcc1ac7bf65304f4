// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

/**
 * A question.
 *
 * @param unicast whether the asker would like the answer for itself alone (RFC 6762, 5.4)
 */
public record Question(Name name, RecordType type, boolean unicast) {

    /** A question that everybody may hear the answer of. */
    public static Question of(Name name, RecordType type) {
        return new Question(name, type, false);
    }
}
