// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The name of a device, and whose it is where several speak in it. The lock of {@link Names} guards it.
 *
 * <p>This node's own name is its own. Any other is of the one who was heard first, for as long as he is heard and a day
 * longer: a newcomer does not take over what others have learnt to use. Only who comes from the very address that the name
 * stands for, which was set up anew, has it at once.
 */
final class Device {

    static final long HELD_MS = 24 * 3_600_000L;

    /** An address that its owner is heard at so much later than at another one may be a liar's, who speaks in its name. */
    private static final long NEWCOMER_MS = 600_000;

    /** A service that each device announces for itself, and never for another. */
    private static final String FOR_ITSELF = "serf";

    final String label;

    private final Map<String, List<Item>> speakers = new HashMap<>(2);
    private String owner = "";
    private long goneSince;
    private Optional<InetAddress> v4 = Optional.empty();
    private Optional<InetAddress> v6 = Optional.empty();

    Device(String label) {
        this.label = label;
    }

    boolean isEmpty() {
        return speakers.isEmpty();
    }

    /** Whether the name stands for anything. */
    boolean isNamed() {
        return speakers.containsKey(owner);
    }

    String owner() {
        return owner;
    }

    /** Who speaks in a name that is somebody else's. */
    int others() {
        return speakers.size() - (isNamed() ? 1 : 0);
    }

    boolean isOwnedBy(Item item) {
        return owner.equals(item.speaker);
    }

    /** What it stands for, of either family. */
    List<InetAddress> addresses() {
        var all = new ArrayList<InetAddress>(2);
        if (isNamed()) {
            v4.ifPresent(all::add);
            v6.ifPresent(all::add);
        }
        return all;
    }

    List<Item> of(String speaker) {
        return List.copyOf(speakers.getOrDefault(speaker, List.of()));
    }

    void add(Item item, long now) {
        List<Item> said = speakers.computeIfAbsent(item.speaker, speaker -> new ArrayList<>(2));
        if (!said.isEmpty()) {
            item.speaker = said.get(0).speaker;
        }
        item.device = label;
        said.add(item);
        // Whoever wants to be heard in somebody else's name may come by the thousand: he is not compared with all
        // others.
        if (item.isOwn()) {
            owner = item.speaker;
        } else if (!isNamed()) {
            if (owner.isEmpty() || now - goneSince > HELD_MS) {
                owner = first();
            } else if (isAtItsPlace(item)) {
                owner = item.speaker;
            }
        }
        settle(item);
    }

    void remove(Item item, long now) {
        List<Item> said = speakers.get(item.speaker);
        said.remove(item);
        if (said.isEmpty()) {
            speakers.remove(item.speaker);
            if (item.speaker.equals(owner)) {
                goneSince = now;
                owner = speakers.values().stream()
                        .filter(others -> others.stream().anyMatch(this::isAtItsPlace))
                        .min(Comparator.comparingLong(Device::firstHeard))
                        .map(others -> others.get(0).speaker)
                        .orElse(owner);
            }
        }
        settle(item);
    }

    private void settle(Item changed) {
        if (isNamed() && (changed.speaker.equals(owner) || (v4.isEmpty() && v6.isEmpty()))) {
            v4 = address(true);
            v6 = address(false);
        }
    }

    private String first() {
        return speakers.values().stream()
                .min(Comparator.comparingLong(Device::firstHeard).thenComparing(said -> said.get(0).speaker))
                .orElseThrow()
                .get(0)
                .speaker;
    }

    private boolean isAtItsPlace(Item item) {
        return v4.filter(item.address::equals).isPresent()
                || v6.filter(item.address::equals).isPresent();
    }

    /**
     * The owner's own address: a node may announce what is on other hosts, and nothing in an announcement tells which is
     * which. So it is where most of what it announces is, the circle that is nearest counting first.
     */
    private Optional<InetAddress> address(boolean four) {
        List<Item> all = speakers.get(owner);
        // Who borrows this node's id is not this node.
        List<Item> said = all.stream().anyMatch(Item::isOwn)
                ? all.stream().filter(Item::isOwn).toList()
                : all;
        long latest = firstHeard(said) + NEWCOMER_MS;
        Set<InetAddress> choice = new HashSet<>();
        said.stream()
                .filter(item -> item.address instanceof Inet4Address == four && item.firstHeard <= latest)
                .forEach(item -> choice.add(item.address));
        if (choice.isEmpty()) {
            said.stream()
                    .filter(item -> item.address instanceof Inet4Address == four)
                    .forEach(item -> choice.add(item.address));
        }
        if (choice.size() < 2) {
            return choice.stream().findAny();
        }
        return choice.stream()
                .min(Comparator.comparing((InetAddress address) ->
                                said.stream().noneMatch(item -> item.isNear() && item.address.equals(address)))
                        .thenComparing(address -> said.stream()
                                .noneMatch(item -> item.type.equals(FOR_ITSELF) && item.address.equals(address)))
                        .thenComparing(address -> -said.stream()
                                .filter(item -> item.address.equals(address))
                                .count())
                        .thenComparing(InetAddress::getHostAddress));
    }

    private static long firstHeard(List<Item> said) {
        return said.stream().mapToLong(item -> item.firstHeard).min().orElse(Long.MAX_VALUE);
    }
}
