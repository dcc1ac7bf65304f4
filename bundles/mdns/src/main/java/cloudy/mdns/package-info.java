// SPDX-License-Identifier: Apache-2.0
/**
 * The carrier of the LAN: announces what the registry wants by multicast DNS (RFC 6762) in the form that Cloudy nodes
 * use since 2014, and hears what neighbours announce, Cloudy nodes and others.
 *
 * <p>This speaks the protocol itself. JmDNS 3.6.5, the library at hand, cannot say what must be said: it puts every service
 * on one host, whose name it allows no dots ({@code <node>.guifi.local}), so none at another's address; it takes a dot in
 * a description for the end of a label and loses what lies beyond the basic plane; it has one lifetime for all records,
 * keeps without bounds what strangers send, logs each broken packet, and takes four threads per interface. It is
 * a neighbour in the tests.
 *
 * <p>Everything happens on one thread, the {@link cloudy.mdns.Loop}; what other threads say is handed to it. Per network
 * interface there is one {@link cloudy.mdns.Link} with a {@link cloudy.mdns.Responder}, which speaks for this node, and a
 * {@link cloudy.mdns.Browser}, which listens.
 */
package cloudy.mdns;
