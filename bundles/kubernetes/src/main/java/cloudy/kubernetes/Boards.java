// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
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

/** The nodes of a cluster that are ready, with the address of each. */
final class Boards {

    private final Map<String, InetAddress> ready = new HashMap<>();
    private final Set<InetAddress> down = new HashSet<>();

    Boards(List<Node> nodes) {
        for (Node node : nodes) {
            if (isReady(node)) {
                address(node).ifPresent(address -> ready.put(node.getMetadata().getName(), address));
            } else {
                address(node).ifPresent(down::add);
            }
        }
    }

    static boolean isReady(Node node) {
        return node.getMetadata().getDeletionTimestamp() == null
                && node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
    }

    /** What neighbours may reach it by: an outer address before an inner one, IPv4 before IPv6. */
    static Optional<InetAddress> address(Node node) {
        List<InetAddress> found = new ArrayList<>();
        for (String type : List.of("ExternalIP", "InternalIP")) {
            if (node.getStatus() != null) {
                node.getStatus().getAddresses().stream()
                        .filter(each -> type.equals(each.getType()))
                        .map(NodeAddress::getAddress)
                        .flatMap(text -> Addresses.parse(text).stream())
                        .forEach(found::add);
            }
        }
        return found.stream().filter(Inet4Address.class::isInstance).findFirst().or(() -> found.stream()
                .findFirst());
    }

    /** Whether an address is that of a board that is not ready. */
    boolean isDown(InetAddress address) {
        return down.contains(address);
    }

    /**
     * The one of them at which a service is announced. Each service has an order of its own among them, by a hash, which
     * is the same after a restart and on every Cloudy node: when a board goes, what was announced there moves, and nothing
     * else.
     *
     * @param only the boards that may be taken
     */
    Optional<InetAddress> of(String uid, Set<String> only) {
        return ready.keySet().stream()
                .filter(only::contains)
                .max(Comparator.comparingLong((String name) -> weight(uid, name))
                        .thenComparing(name -> name))
                .map(ready::get);
    }

    /** The same, of all that are ready. */
    Optional<InetAddress> of(String uid) {
        return of(uid, ready.keySet());
    }

    /** FNV-1a, and a last step that has all bits count. */
    private static long weight(String uid, String name) {
        long hash = 0xcbf29ce484222325L;
        for (char c : (uid + '\n' + name).toCharArray()) {
            hash = (hash ^ c) * 0x100000001b3L;
        }
        return ((hash ^ (hash >>> 29)) * 0x9e3779b97f4a7c15L) >>> 1;
    }
}
