// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The instances of one type and protocol. The lock of {@link Names} guards it. */
final class Branch {

    /** What this node has itself first, then what is found most. */
    static final Comparator<Branch> ORDER = Comparator.comparing((Branch branch) -> !branch.hasOwn())
            .thenComparing(branch -> -branch.items.size())
            .thenComparing(branch -> branch.type)
            .thenComparing(branch -> branch.tcp);

    final String type;
    final boolean tcp;

    /** The nearest first. */
    final TreeSet<Item> items = new TreeSet<>();

    private final Map<String, Item> labels = new HashMap<>(2);

    Branch(String type, boolean tcp) {
        this.type = type;
        this.tcp = tcp;
    }

    int size() {
        return items.size();
    }

    private boolean hasOwn() {
        return !items.isEmpty() && items.first().isOwn();
    }

    /** The instance of a label as it was folded. */
    Optional<Item> find(String folded) {
        return Optional.ofNullable(labels.get(folded));
    }

    /** Gives an item the label that it asks for, or another one where somebody has that already. */
    void label(Item item, String wanted) {
        unlabel(item);
        String key = String.format("%016x", item.key);
        String label = wanted;
        if (labels.containsKey(Labels.folded(label))) {
            label = Labels.other(wanted, key.substring(0, 8));
        }
        if (labels.containsKey(Labels.folded(label))) {
            label = Labels.other(wanted, key);
        }
        if (labels.putIfAbsent(Labels.folded(label), item) == null) {
            item.label = label;
        }
    }

    void unlabel(Item item) {
        if (!item.label.isEmpty()) {
            labels.remove(Labels.folded(item.label), item);
            item.label = "";
        }
    }
}
