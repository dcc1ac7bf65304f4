// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Finds out which name servers are there. */
@FunctionalInterface
interface Reach {

    /** Those that answer, asked all at the same time. */
    Set<InetAddress> answering(Set<InetAddress> servers) throws InterruptedException;

    /**
     * Those that take a connection, as the original asks.
     *
     * @param patience with each
     * @param all with all of them; who has not answered then does not
     */
    static Reach connecting(int port, Duration patience, Duration all) {
        return servers -> {
            if (servers.isEmpty()) {
                return Set.of();
            }
            var threads = Executors.newFixedThreadPool(Math.min(servers.size(), 16), work -> {
                var thread = new Thread(work, "cloudy-dns-reach");
                thread.setDaemon(true);
                return thread;
            });
            try {
                List<InetAddress> asked = List.copyOf(servers);
                List<Callable<Boolean>> questions = asked.stream()
                        .map(server -> (Callable<Boolean>) () -> isThere(new InetSocketAddress(server, port), patience))
                        .toList();
                List<Future<Boolean>> answers = threads.invokeAll(questions, all.toMillis(), TimeUnit.MILLISECONDS);
                var there = new ArrayList<InetAddress>();
                for (int i = 0; i < asked.size(); i++) {
                    if (!answers.get(i).isCancelled() && answers.get(i).get()) {
                        there.add(asked.get(i));
                    }
                }
                return there.stream().collect(Collectors.toUnmodifiableSet());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } finally {
                threads.shutdownNow();
            }
        };
    }

    private static boolean isThere(InetSocketAddress server, Duration patience) {
        try (var socket = new Socket()) {
            socket.connect(server, (int) patience.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
