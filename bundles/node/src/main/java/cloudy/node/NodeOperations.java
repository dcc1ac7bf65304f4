// SPDX-License-Identifier: Apache-2.0
package cloudy.node;

import cloudy.api.Audience;
import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.node.HostFacts.Space;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Shows how this node is. */
@Component(service = Operations.class)
public final class NodeOperations implements Operations {

    /** Comes anew with every change of its settings; the operations stay. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Node node;

    private final String version;
    private final HostFacts host;

    @Activate
    public NodeOperations(BundleContext context) {
        this(
                context.getBundle().getVersion().toString(),
                new HostFacts(Path.of("/"), Path.of(System.getProperty("karaf.data"))));
    }

    NodeOperations(String version, HostFacts host) {
        this.version = version;
        this.host = host;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("getNode", call -> Answer.ok(report()));
    }

    private NodeReport report() {
        Node now = node;
        if (now == null) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "S'està llegint la configuració del node; torneu-ho a provar d'aquí a un moment.",
                            "Se está leyendo la configuración del nodo; vuelva a intentarlo dentro de un momento.",
                            "The node's settings are being read; ask again in a moment."));
        }
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        return new NodeReport(
                now.id(),
                now.name(),
                version,
                addresses(now),
                Base64.getEncoder().encodeToString(now.publicKey()),
                Instant.now(),
                Instant.ofEpochMilli(runtime.getStartTime()),
                runtime.getUptime() / 1000,
                Runtime.getRuntime().availableProcessors(),
                host.load(),
                memory(),
                host.disk(),
                System.getProperty("java.runtime.version", System.getProperty("java.version")),
                host.os(),
                host.hardware());
    }

    private static Map<String, InetAddress> addresses(Node node) {
        var addresses = new LinkedHashMap<String, InetAddress>();
        for (Audience network : Audience.values()) {
            node.address(network)
                    .ifPresent(address -> addresses.put(network.name().toLowerCase(Locale.ROOT), address));
        }
        return addresses;
    }

    private NodeReport.Memory memory() {
        Runtime java = Runtime.getRuntime();
        Optional<Space> memory = host.memory();
        return new NodeReport.Memory(
                memory.map(Space::totalBytes),
                memory.map(Space::freeBytes),
                java.totalMemory() - java.freeMemory(),
                java.maxMemory());
    }
}
