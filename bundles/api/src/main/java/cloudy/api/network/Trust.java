// SPDX-License-Identifier: Apache-2.0
package cloudy.api.network;

/** Who vouches for an announcement. */
public enum Trust {
    /** This node itself. */
    OWN,
    /** Nobody: whoever sends on the network could have said it. */
    UNSIGNED
}
