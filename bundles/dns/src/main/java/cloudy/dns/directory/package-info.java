// SPDX-License-Identifier: Apache-2.0
/**
 * The directory as DNS: a small name server of our own for one zone, {@code cloudy.internal} unless the operator says
 * otherwise, on 127.0.0.1 port 8600. {@link cloudy.dns.directory.Zone} says which names there are.
 *
 * <p>What is answered is <em>announced</em>, not vouched for: this node's own services while the registry finds them well,
 * others' while the directory has them. What only the LAN hears is left out unless the operator wants it, because the
 * node's name server answers the whole community.
 *
 * <p>BIND is given the zone to forward to ({@link cloudy.dns.HandedZone.Way#FORWARD}): it asks for what it is asked for, so
 * it holds nothing of 100,000 entries, and forgets after 30 s. The whole zone is to be had by programs of this host (AXFR),
 * under a serial that grows with each change.
 *
 * <p>Bounds: 10 of a type where one is wanted, 100 in a list; answers over UDP of 1,232 bytes, of 512 to other hosts, of
 * whom each /24 or /56 gets 200 a second; 64 connections, 10 s for each query and each answer.
 */
package cloudy.dns.directory;
