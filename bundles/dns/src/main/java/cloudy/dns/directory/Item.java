// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Audience;
import cloudy.api.Protocol;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.dns.Addresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What the zone keeps of an announcement. There may be 100,000: facts stay in the directory, to be fetched by the key.
 */
final class Item implements Comparable<Item> {

    private static final int OWN = 0;
    private static final int LAN = 10;
    private static final int NEAREST = 20;
    private static final int FARTHEST = 99;
    private static final int UNKNOWN = 100;

    /** Names it in the directory. */
    final long key;

    final Protocol protocol;
    final String description;

    // Words that many share; the index has each of them kept once.

    String type;

    /** The device that says that it has it; empty where that is no name. */
    String device;

    /** Who says so: the node's id, or the address of one that has none. */
    String speaker;

    final InetAddress address;
    final int port;

    /** How far it is, in steps that a jittering round-trip time does not change all the time: a priority of SRV. */
    final int step;

    final long firstHeard;

    /** Tells whether its TXT has changed. */
    private final int facts;

    /** Under which it is found in its branch; the index's. */
    String label = "";

    private Item(
            long key,
            Protocol protocol,
            String type,
            String description,
            String device,
            String speaker,
            InetAddress address,
            int port,
            int step,
            long firstHeard,
            int facts) {
        this.key = key;
        this.protocol = protocol;
        this.type = type;
        this.description = description;
        this.device = device;
        this.speaker = speaker;
        this.address = address;
        this.port = port;
        this.step = step;
        this.firstHeard = firstHeard;
        this.facts = facts;
    }

    /**
     * What is kept of an announcement.
     *
     * @param lan whether what is for the LAN only is kept, too
     * @return empty where it has no place in a zone
     */
    static Optional<Item> of(Announcement said, boolean lan) {
        Optional<String> type = Labels.type(said.type());
        if (type.isEmpty() || !Reachable.is(said.address()) || !(lan || isForAll(said))) {
            return Optional.empty();
        }
        return Optional.of(new Item(
                Long.parseUnsignedLong(said.key(), 16),
                said.protocol(),
                type.get(),
                said.description(),
                Labels.host(said.host()).orElse(""),
                said.nodeId().filter(id -> !id.isEmpty()).orElseGet(said.address()::getHostAddress),
                said.address(),
                said.port(),
                step(said),
                said.firstHeard().toEpochMilli(),
                said.txt().hashCode()));
    }

    boolean isOwn() {
        return step == OWN;
    }

    /** Its address, without the name of a link of this node's. */
    String numbers() {
        return Addresses.text(address);
    }

    boolean isNear() {
        return step <= LAN;
    }

    /** Whether it takes the other's place without anybody's seeing a difference. */
    boolean isAs(Item other) {
        return type.equals(other.type)
                && protocol == other.protocol
                && description.equals(other.description)
                && device.equals(other.device)
                && speaker.equals(other.speaker)
                && address.equals(other.address)
                && port == other.port
                && step == other.step
                && facts == other.facts;
    }

    /** The nearest first. */
    @Override
    public int compareTo(Item other) {
        int order = Integer.compare(step, other.step);
        return order == 0 ? Long.compareUnsigned(key, other.key) : order;
    }

    /** Whether others than the LAN heard it too, or are meant to. */
    private static boolean isForAll(Announcement said) {
        return said.reach() == Audience.COMMUNITY
                || said.carriers().stream().anyMatch(carrier -> !carrier.equals("own") && !carrier.equals("mdns"));
    }

    private static int step(Announcement said) {
        if (said.trust() == Trust.OWN) {
            return OWN;
        }
        if (said.reach() == Audience.LAN) {
            return LAN;
        }
        return said.distance().map(Item::step).orElse(UNKNOWN);
    }

    /** Four steps for twice as far: 1 ms is the fourth, 100 ms the 27th. */
    private static int step(Duration distance) {
        double ms = Math.max(0, distance.toNanos() / 1e6);
        return (int) Math.min(FARTHEST, NEAREST + Math.round(4 * Math.log(1 + ms) / Math.log(2)));
    }
}
