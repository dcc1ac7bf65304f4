// SPDX-License-Identifier: Apache-2.0
/**
 * DNS messages as multicast DNS sends them (RFC 1035, RFC 6762): names, records, reading and writing. What is read comes
 * from strangers: every length is checked and every list bounded. All types are immutable unless they say otherwise.
 */
package cloudy.mdns.wire;
