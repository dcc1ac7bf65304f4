// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Protocol;
import cloudy.api.network.Announcement;
import cloudy.api.network.Change;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the directory holds, by the names under which the DNS asks for it; follows every change of the directory.
 *
 * <p>Safe for use by many threads. Those who ask see a moment between two changes ({@link #locked}).
 */
final class Names {

    /** As many as the directory ever holds. */
    static final int MAX = 100_000;

    /** Names whose owner has gone and which are held for him. */
    private static final int MAX_HELD = 10_000;

    private final boolean lan;
    private final LongSupplier clock;
    private final Map<Long, Item> items = new HashMap<>();
    private final Map<String, Branch> tcp = new HashMap<>();
    private final Map<String, Branch> udp = new HashMap<>();
    private final TreeSet<Branch> branches = new TreeSet<>(Branch.ORDER);
    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Device> held = new LinkedHashMap<>();
    private final Map<InetAddress, Integer> addresses = new HashMap<>();
    private int named;
    private volatile long changes;

    /**
     * @param lan whether what is for the LAN only has a name, too
     * @param clock milliseconds, of a clock that does not jump
     */
    Names(boolean lan, LongSupplier clock) {
        this.lan = lan;
        this.clock = clock;
    }

    /** Grows with each change of what is found. */
    long changes() {
        return changes;
    }

    /** Looks at several things as they are at one moment; must be quick. */
    synchronized <T> T locked(Supplier<T> look) {
        return look.get();
    }

    /** Takes what the directory tells; the lock is free between one change and the next. */
    void follow(List<Change> told) {
        for (Change change : told) {
            switch (change.kind()) {
                case RESET -> clear();
                case APPEARED, UPDATED -> put(change.announcement().orElseThrow());
                case GONE -> remove(key(change.announcement().orElseThrow()));
            }
        }
    }

    synchronized int size() {
        return items.size();
    }

    synchronized Optional<Branch> branch(String type, boolean ofTcp) {
        return Optional.ofNullable((ofTcp ? tcp : udp).get(type));
    }

    /** Whether there is any of this protocol. */
    synchronized boolean has(boolean ofTcp) {
        return !(ofTcp ? tcp : udp).isEmpty();
    }

    /** All, beginning with what this node has itself and what is found most. */
    synchronized List<Branch> branches(int most) {
        return branches.stream().limit(most).toList();
    }

    /** The device that has a name. */
    synchronized Optional<Device> device(String label) {
        return Optional.ofNullable(devices.get(label)).filter(Device::isNamed);
    }

    synchronized boolean hasDevices() {
        return named > 0;
    }

    synchronized List<Device> devices() {
        return devices.values().stream().filter(Device::isNamed).toList();
    }

    /** Names that several speak in, of whom one has it. */
    synchronized List<String> doubles(int most) {
        return devices.values().stream()
                .filter(device -> device.others() > 0)
                .map(device -> device.label)
                .sorted()
                .limit(most)
                .toList();
    }

    synchronized boolean has(InetAddress address) {
        return addresses.containsKey(address);
    }

    synchronized List<InetAddress> addresses() {
        return List.copyOf(addresses.keySet());
    }

    /** Whether the address of an item is the one that its device's name stands for. */
    synchronized boolean isAtDevice(Item item) {
        return device(item.device)
                .filter(device -> device.addresses().contains(item.address))
                .isPresent();
    }

    private synchronized void clear() {
        List.copyOf(items.keySet()).forEach(this::remove);
    }

    private static long key(Announcement announcement) {
        return Long.parseUnsignedLong(announcement.key(), 16);
    }

    private void put(Announcement said) {
        Optional<Item> item = Item.of(said, lan);
        if (item.isEmpty()) {
            remove(key(said));
        } else {
            put(item.get());
        }
    }

    private synchronized void put(Item item) {
        Item before = items.get(item.key);
        if (before != null && before.isAs(item)) {
            return;
        }
        if (before != null) {
            remove(item.key);
        }
        if (items.size() >= MAX && !item.isOwn()) {
            return;
        }
        items.put(item.key, item);
        addresses.merge(item.address, 1, Integer::sum);
        Branch branch = of(item).computeIfAbsent(item.type, type -> new Branch(type, item.protocol == Protocol.TCP));
        item.type = branch.type;
        branches.remove(branch);
        branch.items.add(item);
        branches.add(branch);
        if (item.device.isEmpty()) {
            label(item);
        } else {
            Device device = devices.computeIfAbsent(item.device, this::held);
            around(device, () -> device.add(item, clock.getAsLong()));
            label(item);
        }
        changes++;
    }

    private synchronized void remove(long key) {
        Item item = items.remove(key);
        if (item == null) {
            return;
        }
        addresses.computeIfPresent(item.address, (address, count) -> count > 1 ? count - 1 : null);
        Branch branch = of(item).get(item.type);
        branch.unlabel(item);
        branches.remove(branch);
        branch.items.remove(item);
        if (branch.items.isEmpty()) {
            of(item).remove(item.type);
        } else {
            branches.add(branch);
        }
        if (!item.device.isEmpty()) {
            Device device = devices.get(item.device);
            around(device, () -> device.remove(item, clock.getAsLong()));
            if (device.isEmpty()) {
                devices.remove(device.label);
                hold(device);
            }
        }
        changes++;
    }

    private Map<String, Branch> of(Item item) {
        return item.protocol == Protocol.TCP ? tcp : udp;
    }

    /** Changes a device, and what carries its name where that has passed to somebody else. */
    private void around(Device device, Runnable change) {
        String owner = device.owner();
        boolean wasNamed = device.isNamed();
        change.run();
        named += (device.isNamed() ? 1 : 0) - (wasNamed ? 1 : 0);
        if (!owner.equals(device.owner())) {
            var concerned = new ArrayList<>(device.of(owner));
            concerned.addAll(device.of(device.owner()));
            concerned.forEach(this::label);
        }
    }

    private void label(Item item) {
        boolean owned =
                device(item.device).filter(device -> device.isOwnedBy(item)).isPresent();
        String where = owned ? item.device : item.numbers();
        of(item).get(item.type).label(item, Labels.instance(item.description, item.type, where));
    }

    private Device held(String label) {
        Device device = held.remove(label);
        return device == null ? new Device(label) : device;
    }

    private void hold(Device device) {
        held.put(device.label, device);
        if (held.size() > MAX_HELD) {
            held.remove(held.keySet().iterator().next());
        }
    }
}
