// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

/** The transport protocol by which a service is reached; the second label of its DNS-SD type. */
public enum Protocol {
    /** {@code _<type>._tcp}. */
    TCP,
    /** {@code _<type>._udp}. */
    UDP
}
