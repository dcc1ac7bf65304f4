// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

/** Who may hear of a service, from the narrowest circle to the widest; each circle holds those before it. */
public enum Audience {
    /** The devices on the same links as this one: what mDNS reaches. */
    LAN,
    /** Everyone in the community network: what Serf's gossip reaches. */
    COMMUNITY;

    /** Whether something meant for this audience may be told to {@code other}. */
    public boolean includes(Audience other) {
        return other.compareTo(this) <= 0;
    }
}
