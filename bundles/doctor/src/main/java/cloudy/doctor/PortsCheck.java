// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Run;
import cloudy.api.registry.LocalServices;
import cloudy.api.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether another program sits on a port that the node needs. */
@Component(service = Check.class)
public final class PortsCheck implements Check {

    private final Sockets sockets;
    private final Supplier<Set<Long>> own;
    private final Settings settings;
    private final LocalServices services;

    @Activate
    public PortsCheck(@Reference Settings settings, @Reference LocalServices services) {
        this(
                Path.of("/"),
                () -> Stream.concat(
                                Stream.of(ProcessHandle.current()),
                                ProcessHandle.current().descendants())
                        .map(ProcessHandle::pid)
                        .collect(Collectors.toSet()),
                settings,
                services);
    }

    /** @param own the processes that are the node's */
    PortsCheck(Path root, Supplier<Set<Long>> own, Settings settings, LocalServices services) {
        sockets = new Sockets(root);
        this.own = own;
        this.settings = settings;
        this.services = services;
    }

    @Override
    public String id() {
        return "ports";
    }

    @Override
    public Texts title() {
        return Texts.of("Ports del node", "Puertos del nodo", "The node's ports");
    }

    @Override
    public Finding look() {
        var wanted = new LinkedHashMap<Integer, String>();
        Map<String, String> https = settings.read("cloudy.https");
        wanted.put(number(https.get("port"), 7443), "tcp");
        wanted.put(number(https.get("plainPort"), 7000), "tcp");
        wanted.put(5353, "udp");
        Map<String, String> serf = settings.read("cloudy.serf");
        Run run = services.find("cloudy.serf").map(LocalService::run).orElse(Run.OFF);
        // An agent that is attached to is another program by right, and one that works has its port.
        if (run != Run.OFF && run != Run.UP && !"true".equals(serf.get("attach"))) {
            String bind = serf.getOrDefault("bind", ":5000");
            wanted.put(number(bind.substring(bind.lastIndexOf(':') + 1), 5000), "tcp");
        }
        Set<Long> pids = own.get();
        for (Map.Entry<Integer, String> port : wanted.entrySet()) {
            if (port.getKey() > 0 && sockets.isTaken(port.getValue(), port.getKey(), pids)) {
                return taken(port.getValue() + ' ' + port.getKey());
            }
        }
        return Finding.fine(Texts.of(
                "Cap altre programa no ocupa els ports del node.",
                "Ningún otro programa ocupa los puertos del nodo.",
                "No other program sits on the node's ports."));
    }

    private static Finding taken(String port) {
        return Finding.fault(
                Texts.of(
                        "El port " + port + " l'ocupa un altre programa.",
                        "El puerto " + port + " lo ocupa otro programa.",
                        "The port " + port + " is taken by another program."),
                Texts.of(
                        "Mireu quin amb \"ss -tulpn\", i pareu-lo, o canvieu el port del node.",
                        "Mire cuál con \"ss -tulpn\", y párelo, o cambie el puerto del nodo.",
                        "See which with \"ss -tulpn\", and stop it, or change the node's port."));
    }

    private static int number(String text, int otherwise) {
        return text != null && text.strip().matches("[0-9]{1,5}") ? Integer.parseInt(text.strip()) : otherwise;
    }
}
