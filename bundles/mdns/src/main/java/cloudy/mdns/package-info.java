// SPDX-License-Identifier: Apache-2.0
/**
 * The carrier of the LAN: announces what the registry wants by multicast DNS (RFC 6762) in the form that Cloudy nodes
 * use since 2014, and hears what neighbours announce, Cloudy nodes and others.
 *
 * <p>Everything happens on one thread, the {@link cloudy.mdns.Loop}; what other threads say is handed to it. Per network
 * interface there is one {@link cloudy.mdns.Link} with a {@link cloudy.mdns.Responder}, which speaks for this node, and a
 * {@link cloudy.mdns.Browser}, which listens.
 */
package cloudy.mdns;
