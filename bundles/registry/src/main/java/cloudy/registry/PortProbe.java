// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.form.Texts;
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
    Optional<Texts> failure(List<Offer> offers, Self self) throws IOException, InterruptedException {
        Map<InetSocketAddress, Offer> targets = new LinkedHashMap<>();
        for (Offer offer : offers) {
            targets.putIfAbsent(new InetSocketAddress(self.addressOf(offer), offer.port()), offer);
        }
        Map<InetSocketAddress, Texts> failures = connect(targets.keySet().stream());
        for (Map.Entry<InetSocketAddress, Texts> failure : failures.entrySet()) {
            InetSocketAddress target = failure.getKey();
            boolean elsewhere = targets.get(target).address().isPresent();
            if (!elsewhere && loopbackAnswers(target)) {
                return Optional.of(Texts.of(
                                "només escolta en aquesta màquina, al port %s; els veïns es connecten a %s",
                                "solo escucha en esta máquina, en el puerto %s; los vecinos se conectan a %s",
                                "it listens on this host only, on port %s; neighbours connect to %s")
                        .with(target.getPort(), shown(target)));
            }
            return Optional.of(
                    Texts.of("ningú no respon a %s (%s)", "nadie responde en %s (%s)", "nothing answers at %s (%s)")
                            .with(shown(target), failure.getValue()));
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
    private Map<InetSocketAddress, Texts> connect(Stream<InetSocketAddress> targets)
            throws IOException, InterruptedException {
        Map<InetSocketAddress, Texts> failures = new LinkedHashMap<>();
        List<SocketChannel> open = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            targets.forEach(target -> {
                failures.put(
                        target,
                        Texts.of("cap resposta en %s s", "sin respuesta en %s s", "no answer within %s s")
                                .with(patience.toSeconds()));
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
            Map<InetSocketAddress, Texts> failures) {
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

    private static void finish(SelectionKey key, Map<InetSocketAddress, Texts> failures) {
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
            SocketChannel channel, InetSocketAddress target, Map<InetSocketAddress, Texts> failures)
            throws IOException {
        // TCP lets a port be connected to itself, when the kernel happens to pick it for our end.
        if (target.equals(channel.getLocalAddress())) {
            failures.put(target, Texts.of("connexió rebutjada", "conexión rechazada", "Connection refused"));
        } else {
            failures.remove(target);
        }
        channel.close();
    }

    private static Texts why(Exception e) {
        return Texts.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static String shown(InetSocketAddress target) {
        String host = target.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + target.getPort();
    }
}
