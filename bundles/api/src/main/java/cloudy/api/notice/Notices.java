// SPDX-License-Identifier: Apache-2.0
package cloudy.api.notice;

import cloudy.api.form.Texts;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the operator must know, told once. One OSGi service.
 *
 * <p>A notice stands until what it is about is over. It is in the API and the event stream, and, where the operator wants
 * it, is sent to him. Safe for use by many threads; no call blocks.
 */
@ProviderType
public interface Notices {

    /** How urgent it is. */
    enum Urgency {
        /** Good to know. */
        INFO,
        /** Look at it in the next days. */
        WARNING,
        /** Something does not work. */
        FAULT
    }

    /**
     * Says that something is so. Saying it again changes nothing and tells nobody, unless the urgency or the text is
     * another.
     *
     * @param id what it is about, such as {@code service:cloudy.serf} or {@code doctor:clock}: 1 to 160 characters
     * @param text one plain sentence
     */
    void raise(String id, Urgency urgency, Texts text);

    /** Says that it is over; nothing happens when it was not so. */
    void clear(String id);
}
