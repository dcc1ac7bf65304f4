// SPDX-License-Identifier: Apache-2.0
package cloudy.api.access;

/** What a person or a program may do with the node; each role may do all that those before it may. */
public enum Role {
    /** Sees what is there. */
    VIEWER,
    /** Runs services: switches, settings, sharing, joining. */
    OPERATOR,
    /** Decides who may do what, what is installed, and how the node itself is reached. */
    ADMIN;

    /** Whether who has this role may do what needs the other one. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
