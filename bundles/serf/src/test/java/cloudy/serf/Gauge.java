// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.network.Change;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * The class of a bundle that is put into a real node to measure it: {@link GaugedNode} has it publish a service as any
 * bundle would, and hears from it what the node's directory finds. A connection to its port, lines both ways.
 */
public final class Gauge {

    private final BundleContext context;
    private final ServiceDirectory directory;
    private final ServerSocket server;
    private Optional<ServiceRegistration<CloudyService>> published = Optional.empty();

    public Gauge(BundleContext context, ServiceDirectory directory, Map<String, Object> properties) throws IOException {
        this.context = context;
        this.directory = directory;
        server = new ServerSocket((Integer) properties.get("port"), 1, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "gauge");
        thread.setDaemon(true);
        thread.start();
    }

    /** The node lets the component go. */
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            ServiceDirectory.Watch watch = directory.watch(Query.all().heardBy("serf"), changes -> tell(out, changes));
            try {
                for (String type = in.readLine(); type != null; type = in.readLine()) {
                    publish(type);
                }
            } finally {
                watch.close();
            }
        } catch (IOException e) {
            // Whoever measured has gone.
        }
    }

    private static void tell(OutputStream out, List<Change> changes) {
        var lines = new StringBuilder();
        changes.stream()
                .filter(change -> change.kind() == Change.Kind.APPEARED)
                .flatMap(change -> change.announcement().stream())
                .forEach(announcement -> lines.append(announcement.type()).append('\n'));
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Registers a new service in the place of the last one, as a component does that is made anew. */
    private void publish(String type) {
        published.ifPresent(ServiceRegistration::unregister);
        var properties = FrameworkUtil.asDictionary(Map.of(
                "service.pid",
                "gauge",
                "cloudy.type",
                type,
                "cloudy.description",
                "Measured " + type,
                "cloudy.port",
                4000));
        published = Optional.of(context.registerService(CloudyService.class, new Up(), properties));
    }

    /** A service that is always there. */
    private static final class Up implements CloudyService {

        @Override
        public Health check() {
            return Health.up();
        }
    }
}
