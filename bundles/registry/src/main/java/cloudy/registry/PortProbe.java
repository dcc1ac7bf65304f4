// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out whether neighbours could connect to the TCP ports of some offers, by connecting to them as a neighbour would;
 * to all at the same time.
 */
final class PortProbe {

    private final Duration patience;

    /** @param patience for a port to answer; it may be waited for twice, and a round has five seconds in all */
    PortProbe(Duration patience) {
        this.patience = patience;
    }

    static boolean canReach(Offer offer) {
        return offer.protocol() == Protocol.TCP && offer.port() != 0;
    }

    /** Why neighbours could not use one of the ports; empty when they can use all. */
    Optional<String> failure(List<Offer> offers, Self self) throws IOException, InterruptedException {
        Map<InetSocketAddress, Offer> targets = new LinkedHashMap<>();
        for (Offer offer : offers) {
            targets.putIfAbsent(new InetSocketAddress(self.addressOf(offer), offer.port()), offer);
        }
        Map<InetSocketAddress, String> failures = connect(targets.keySet().stream());
        for (Map.Entry<InetSocketAddress, String> failure : failures.entrySet()) {
            InetSocketAddress target = failure.getKey();
            boolean elsewhere = targets.get(target).address().isPresent();
            if (!elsewhere && loopbackAnswers(target)) {
                return Optional.of("it listens on this host only, on port " + target.getPort()
                        + "; neighbours connect to " + shown(target));
            }
            return Optional.of("nothing answers at " + shown(target) + " (" + failure.getValue() + ")");
        }
        return Optional.empty();
    }

    private boolean loopbackAnswers(InetSocketAddress instead) throws IOException, InterruptedException {
        List<InetSocketAddress> others = new ArrayList<>();
        for (String loopback : List.of("127.0.0.1", "::1")) {
            var other = new InetSocketAddress(InetAddress.getByName(loopback), instead.getPort());
            if (!other.equals(instead)) {
                others.add(other);
            }
        }
        return connect(others.stream()).size() < others.size();
    }

    /** Connects to all; says of each that failed why. */
    private Map<InetSocketAddress, String> connect(Stream<InetSocketAddress> targets)
            throws IOException, InterruptedException {
        Map<InetSocketAddress, String> failures = new LinkedHashMap<>();
        List<SocketChannel> open = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            targets.forEach(target -> {
                failures.put(target, "no answer within " + patience.toSeconds() + " s");
                begin(target, selector, open, failures);
            });
            long end = System.nanoTime() + patience.toNanos();
            for (long left = patience.toMillis();
                    left > 0 && !selector.keys().isEmpty();
                    left = (end - System.nanoTime()) / 1_000_000) {
                selector.select(key -> finish(key, failures), left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                // Takes the keys of closed channels out.
                selector.selectNow();
            }
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
        return failures;
    }

    private static void begin(
            InetSocketAddress target,
            Selector selector,
            List<SocketChannel> open,
            Map<InetSocketAddress, String> failures) {
        try {
            SocketChannel channel = SocketChannel.open();
            open.add(channel);
            channel.configureBlocking(false);
            if (channel.connect(target)) {
                connected(channel, target, failures);
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, target);
            }
        } catch (IOException | RuntimeException e) {
            // Unchecked when this host has no addresses of that kind.
            failures.put(target, why(e));
        }
    }

    private static void finish(SelectionKey key, Map<InetSocketAddress, String> failures) {
        var channel = (SocketChannel) key.channel();
        var target = (InetSocketAddress) key.attachment();
        try {
            if (channel.finishConnect()) {
                connected(channel, target, failures);
            }
        } catch (IOException e) {
            failures.put(target, why(e));
            key.cancel();
        }
    }

    private static void connected(
            SocketChannel channel, InetSocketAddress target, Map<InetSocketAddress, String> failures)
            throws IOException {
        // TCP lets a port be connected to itself, when the kernel happens to pick it for our end.
        if (target.equals(channel.getLocalAddress())) {
            failures.put(target, "Connection refused");
        } else {
            failures.remove(target);
        }
        channel.close();
    }

    private static String why(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String shown(InetSocketAddress target) {
        String host = target.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + target.getPort();
    }
}
