// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

/**
 * What is told outside.
 *
 * @param over whether the notice is over, rather than raised
 */
record Message(String nodeId, String nodeName, Notice notice, boolean over) {

    String state() {
        return over ? "cleared" : "raised";
    }

    /** The same for the same news, so that who gets it twice can see that. */
    String key() {
        String words = notice.urgency() + notice.text().byLanguage().get("en");
        return nodeId
                + '.'
                + notice.since().toEpochMilli()
                + '.'
                + Integer.toHexString((notice.id() + words).hashCode())
                + '.'
                + state();
    }
}
