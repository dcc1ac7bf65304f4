// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Txt;
import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory's zone, answered for over UDP and TCP. Where the port is somebody else's it tries again until that has
 * gone.
 */
final class DirectoryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryServer.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long RETRY_MS = 10_000;

    private final InetSocketAddress address;
    private final Names names;
    private final Zone zone;
    private final Counts counts = new Counts();
    private final ServiceDirectory.Watch watch;

    // Guarded by this object's monitor.
    private boolean closed;
    private Optional<UdpServer> udp = Optional.empty();
    private Optional<TcpServer> tcp = Optional.empty();
    private Optional<String> fault = Optional.empty();

    /** @param here the addresses under which this node can be asked */
    DirectoryServer(DirectorySettings settings, ServiceDirectory directory, Supplier<List<InetAddress>> here) {
        address = settings.address();
        names = new Names(settings.lan(), () -> System.nanoTime() / 1_000_000);
        var serial = new Serial(names, () -> System.currentTimeMillis() / 1_000, System::nanoTime);
        zone = new Zone(settings.zone(), names, key -> facts(directory, key), here, serial);
        watch = directory.watch(Query.all(), names::follow);
        if (!open()) {
            var retry = new Thread(this::retry, "cloudy-dns-retry");
            retry.setDaemon(true);
            retry.setContextClassLoader(DirectoryServer.class.getClassLoader());
            retry.start();
        }
    }

    private static Txt facts(ServiceDirectory directory, long key) {
        return directory
                .find(String.format("%016x", key))
                .map(Announcement::txt)
                .orElse(Txt.EMPTY);
    }

    Names names() {
        return names;
    }

    Zone zone() {
        return zone;
    }

    Counts counts() {
        return counts;
    }

    /** Why it does not answer; empty while it does. */
    synchronized Optional<String> fault() {
        return fault;
    }

    /** Where it answers. */
    synchronized InetSocketAddress address() throws IOException {
        return udp.isPresent() ? udp.get().address() : address;
    }

    private synchronized boolean open() {
        try {
            udp = Optional.of(new UdpServer(address, zone, counts));
            // With port 0, a test's, both have the same one all the same.
            var same = new InetSocketAddress(
                    address.getAddress(), udp.get().address().getPort());
            tcp = Optional.of(new TcpServer(same, zone, counts, PATIENCE));
            if (fault.isPresent()) {
                LOG.info("The directory is answered for as a zone on {}", address);
            }
            fault = Optional.empty();
            return true;
        } catch (IOException e) {
            if (fault.isEmpty()) {
                LOG.error("The directory cannot be answered for as a zone on {}: {}", address, e.getMessage());
            }
            fault = Optional.of(String.valueOf(e.getMessage()));
            shut();
            return false;
        }
    }

    private synchronized void retry() {
        while (!closed && udp.isEmpty()) {
            try {
                wait(RETRY_MS);
            } catch (InterruptedException e) {
                return;
            }
            openAgain();
        }
    }

    /** Tries again now, where the port was somebody else's. */
    synchronized void openAgain() {
        if (!closed && udp.isEmpty()) {
            open();
        }
    }

    private void shut() {
        udp.ifPresent(DirectoryServer::end);
        tcp.ifPresent(DirectoryServer::end);
        udp = Optional.empty();
        tcp = Optional.empty();
    }

    private static void end(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.debug("A socket could not be closed", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        watch.close();
        shut();
    }
}
