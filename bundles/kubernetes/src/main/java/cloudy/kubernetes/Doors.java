// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which ports answer. One that never did is closed; one that did is closed after three looks in a row that it did not
 * answer. Not safe for threads.
 */
final class Doors {

    private static final int STRIKES = 3;

    /** Connections that are tried at the same time. */
    private static final int AT_ONCE = 128;

    private final Duration patience;
    private final UnaryOperator<InetSocketAddress> way;

    /** How often in a row each did not answer; one that is not here has never been looked at. */
    private final Map<InetSocketAddress, Integer> strikes = new HashMap<>();

    Doors(Duration patience) {
        this(patience, door -> door);
    }

    /** @param way where to knock for each door */
    Doors(Duration patience, UnaryOperator<InetSocketAddress> way) {
        this.patience = patience;
        this.way = way;
    }

    /**
     * Looks at some, and forgets all others.
     *
     * @param all of them; those that answered last time are not looked at again unless {@code thorough}
     */
    void look(Set<InetSocketAddress> all, boolean thorough) throws IOException {
        strikes.keySet().retainAll(all);
        List<InetSocketAddress> due = new ArrayList<>();
        for (InetSocketAddress door : all) {
            if (thorough || strikes.getOrDefault(door, STRIKES) > 0) {
                due.add(door);
            }
        }
        for (int from = 0; from < due.size(); from += AT_ONCE) {
            List<InetSocketAddress> some = due.subList(from, Math.min(due.size(), from + AT_ONCE));
            Set<InetSocketAddress> answered = connect(some);
            for (InetSocketAddress door : some) {
                strikes.merge(
                        door,
                        answered.contains(door) ? 0 : STRIKES,
                        (before, now) -> now == 0 ? 0 : Math.min(STRIKES, before + 1));
            }
        }
    }

    boolean isOpen(InetSocketAddress door) {
        return strikes.getOrDefault(door, STRIKES) < STRIKES;
    }

    /** Whether any was silent when it was looked at last. */
    boolean hasSilent() {
        return strikes.values().stream().anyMatch(count -> count > 0);
    }

    private Set<InetSocketAddress> connect(List<InetSocketAddress> doors) throws IOException {
        Set<InetSocketAddress> answered = new HashSet<>();
        List<SocketChannel> open = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (InetSocketAddress door : doors) {
                begin(door, selector, open, answered);
            }
            long end = System.nanoTime() + patience.toNanos();
            for (long left = patience.toMillis();
                    left > 0 && !selector.keys().isEmpty();
                    left = (end - System.nanoTime()) / 1_000_000) {
                selector.select(key -> finish(key, answered), left);
                // Takes the keys of closed channels out.
                selector.selectNow();
            }
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
        return answered;
    }

    private void begin(
            InetSocketAddress door, Selector selector, List<SocketChannel> open, Set<InetSocketAddress> answered) {
        try {
            SocketChannel channel = SocketChannel.open();
            open.add(channel);
            channel.configureBlocking(false);
            if (channel.connect(way.apply(door))) {
                answered.add(door);
                channel.close();
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, door);
            }
        } catch (IOException | RuntimeException e) {
            // It does not answer; unchecked where this host has no addresses of that kind.
        }
    }

    private static void finish(SelectionKey key, Set<InetSocketAddress> answered) {
        try (SocketChannel channel = (SocketChannel) key.channel()) {
            if (channel.finishConnect()) {
                answered.add((InetSocketAddress) key.attachment());
            }
        } catch (IOException e) {
            // It does not answer.
        }
    }
}
