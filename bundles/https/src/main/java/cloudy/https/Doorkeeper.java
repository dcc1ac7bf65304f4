// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.IO;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and shuts doors. A place that cannot be had now, such as an address that is still to come, is tried again. */
final class Doorkeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /** A door: the port is taken already, and the web server makes a connector for it as soon as it is there. */
    private final class Open implements ConnectorFactory, AutoCloseable {

        private final Place place;
        private final AtomicReference<ServerSocketChannel> bound;
        private final ServiceRegistration<ConnectorFactory> registration;
        private Door door;

        Open(Place place) throws IOException {
            this.place = place;
            bound = new AtomicReference<>(place.bind());
            registration = context.registerService(ConnectorFactory.class, this, null);
        }

        @Override
        public synchronized Connector createConnector(Server server) {
            House.furnish(server);
            door = new Door(
                    server,
                    admission,
                    patience,
                    place.secure() ? Doorkeeper.this::receive : (connection, next) -> next.run(),
                    place.secure() ? Protocols.secure(certificates.tls(), patience) : Protocols.plain(patience));
            door.setName(place.secure() ? "https" : "http");
            door.setIdleTimeout(Protocols.IDLE.toMillis());
            try {
                ServerSocketChannel channel = bound.getAndSet(null);
                door.open(channel == null ? place.bind() : channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return door;
        }

        /** Lets nobody in any more; done when those who are being answered have the rest of it. */
        synchronized CompletableFuture<Void> shutdown() {
            return door == null ? CompletableFuture.completedFuture(null) : door.shutdown();
        }

        @Override
        public void close() throws IOException {
            registration.unregister();
            ServerSocketChannel channel = bound.getAndSet(null);
            if (channel != null) {
                channel.close();
            }
        }
    }

    private final BundleContext context;
    private final Admission admission;
    private final Certificates certificates;
    private final ScheduledThreadPoolExecutor worker;
    private final Patience patience;
    private final Map<Place, Open> doors = new LinkedHashMap<>();
    private final Set<Place> complained = new HashSet<>();
    private final Set<SocketChannel> arriving = ConcurrentHashMap.newKeySet();
    private Set<Place> wanted = Set.of();
    private Future<?> again = CompletableFuture.completedFuture(null);
    private boolean closed;

    Doorkeeper(BundleContext context, Admission admission, Certificates certificates) {
        this.context = context;
        this.admission = admission;
        this.certificates = certificates;
        worker = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "cloudy-https-work");
            thread.setDaemon(true);
            return thread;
        });
        // It has something to do once in a while only.
        worker.setKeepAliveTime(AGAIN.toSeconds(), TimeUnit.SECONDS);
        worker.allowCoreThreadTimeOut(true);
        worker.setRemoveOnCancelPolicy(true);
        patience = new Patience(worker);
    }

    /** From now on there are doors at these places and no others. New ones open before old ones shut. */
    synchronized void open(Set<Place> places) {
        wanted = Set.copyOf(places);
        complained.retainAll(wanted);
        openMissing();
        worker.execute(this::shutUnwanted);
    }

    @Override
    public synchronized void close() {
        closed = true;
        worker.shutdownNow();
        sendAway();
        shut(doors.values());
        doors.clear();
    }

    private synchronized void openMissing() {
        if (closed) {
            return;
        }
        boolean missing = false;
        for (Place place : wanted) {
            if (!doors.containsKey(place)) {
                try {
                    doors.put(place, new Open(place));
                } catch (IOException | RuntimeException e) {
                    missing = true;
                    if (complained.add(place)) {
                        LOG.error("etc/cloudy.https.cfg: there is no {} yet: {}", place, e.getMessage());
                    }
                }
            }
        }
        if (missing) {
            again.cancel(false);
            again = worker.schedule(this::openMissing, AGAIN.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void shutUnwanted() {
        Map<Place, Open> unwanted = new LinkedHashMap<>();
        synchronized (this) {
            doors.forEach((place, door) -> {
                if (!wanted.contains(place)) {
                    unwanted.put(place, door);
                }
            });
            doors.keySet().removeAll(unwanted.keySet());
        }
        shut(unwanted.values());
    }

    private static void shut(Collection<Open> doors) {
        try {
            CompletableFuture.allOf(doors.stream().map(Open::shutdown).toArray(CompletableFuture<?>[]::new))
                    .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Doors are shut on those who are still there", e);
        }
        for (Open door : doors) {
            try {
                door.close();
            } catch (IOException | IllegalStateException e) {
                LOG.debug("A door was shut already", e);
            }
        }
    }

    /** Only who comes to an address that the certificate does not name has to wait for a new one. */
    private void receive(SocketChannel connection, Runnable next) {
        try {
            var reached = ((InetSocketAddress) connection.getLocalAddress()).getAddress();
            if (!certificates.isGoodFor(reached)) {
                arriving.add(connection);
                worker.execute(() -> {
                    certificates.prepareFor(reached);
                    letIn(connection, next);
                });
                return;
            }
            next.run();
        } catch (IOException e) {
            LOG.debug("A connection that has gone", e);
            next.run();
        } catch (RejectedExecutionException e) {
            LOG.debug("A door that is being shut", e);
            letIn(connection, next);
        }
    }

    private void letIn(SocketChannel connection, Runnable next) {
        if (arriving.remove(connection)) {
            next.run();
        }
    }

    /** Who has to wait for a certificate that is not made any more would wait without end. */
    private void sendAway() {
        for (SocketChannel connection : arriving) {
            letIn(connection, () -> {
                admission.left(connection);
                IO.close(connection);
            });
        }
    }
}
