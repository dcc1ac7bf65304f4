// SPDX-License-Identifier: Apache-2.0
package cloudy.api.event;

import static java.util.Objects.requireNonNull;

import cloudy.api.access.Role;
import java.util.Map;

/**
 * Something has changed; who cares reads it anew.
 *
 * @param type what kind of thing: {@code service}, {@code directory}, {@code member}, {@code settings}, {@code job},
 *     {@code notice}, {@code user}, {@code check}; lower-case letters
 * @param subject which one, such as a service's id; empty for all of them
 * @param role who may know of it
 * @param facts a few words about it, so that not everyone has to read it anew: {@code run=up}
 */
public record Event(String type, String subject, Role role, Map<String, String> facts) {

    public Event {
        requireNonNull(type);
        requireNonNull(subject);
        requireNonNull(role);
        facts = Map.copyOf(facts);
    }

    /** Something has changed that everyone with an account may know of. */
    public static Event of(String type, String subject) {
        return new Event(type, subject, Role.VIEWER, Map.of());
    }
}
