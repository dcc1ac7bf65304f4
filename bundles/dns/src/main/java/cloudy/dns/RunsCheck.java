// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.daemon.DaemonState;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.doctor.ProgramCheck;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the name server is there and answers; where not, whether it may have its port, and who has it. */
@Component(service = Check.class)
public final class RunsCheck extends ProgramCheck {

    static final Texts OFF = Texts.of(
            "El servidor de noms està apagat.", "El servidor de nombres está apagado.", "The name server is off.");

    private static final Path FIRST_FREE_PORT = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final int PATIENCE = 1_000;

    private final DnsService service;

    @Activate
    public RunsCheck(@Reference DnsService service) {
        super(service, "named", "bind9");
        this.service = service;
    }

    @Override
    public String id() {
        return "dns-runs";
    }

    @Override
    public Texts title() {
        return Texts.of("El servidor de noms funciona", "El servidor de nombres funciona", "The name server runs");
    }

    @Override
    protected Texts off() {
        return OFF;
    }

    @Override
    protected Finding up() {
        NameServer server = service.server().orElseThrow();
        String version = server.figures().map(Figures::version).orElse("");
        // The first one with the words that are written for it.
        if (isOlder(version, 9, 16)) {
            return Finding.fault(
                    Texts.of(
                                    "Aquest BIND és massa vell: %s.",
                                    "Este BIND es demasiado viejo: %s.", "This BIND is too old: %s.")
                            .with(version),
                    Texts.of(
                            "Cal la versió 9.16 o posterior: actualitzeu el sistema.",
                            "Hace falta la versión 9.16 o posterior: actualice el sistema.",
                            "Version 9.16 or later is needed: upgrade the system."));
        }
        if (!server.state().why().isEmpty()) {
            return Finding.warning(
                    Texts.of(
                                    "El servidor de noms continua amb la configuració d'abans: %s",
                                    "El servidor de nombres sigue con la configuración de antes: %s",
                                    "The name server goes on with the settings before: %s")
                            .with(server.state().why()),
                    Texts.of(
                            "Mireu els fitxers etc/named.conf.*.private, si els heu canviat.",
                            "Mire los archivos etc/named.conf.*.private, si los ha cambiado.",
                            "See the files etc/named.conf.*.private, if you changed them."));
        }
        return Finding.fine(Texts.of(
                        "El servidor de noms d'aquest node respon: BIND %s.",
                        "El servidor de nombres de este nodo responde: BIND %s.",
                        "This node's name server answers: BIND %s.")
                .with(version));
    }

    @Override
    protected Finding down(Texts why) throws IOException {
        // One that is up and says something wrong has the port itself.
        Optional<DnsSettings> settings = service.server()
                .filter(server -> server.state().kind() != DaemonState.Kind.UP)
                .map(NameServer::settings);
        if (settings.isPresent()) {
            Optional<Finding> known = ofAddresses(settings.get()).or(() -> ofPort(settings.get()));
            if (known.isPresent()) {
                return known.get();
            }
        }
        return seeTheLog(Texts.of(
                        "El servidor de noms no funciona: %s",
                        "El servidor de nombres no funciona: %s", "The name server does not run: %s")
                .with(why));
    }

    /** BIND listens on addresses that the machine has, and says nothing of others. */
    private static Optional<Finding> ofAddresses(DnsSettings settings) throws IOException {
        for (InetAddress address : settings.listen()) {
            if (NetworkInterface.getByInetAddress(address) == null) {
                return Optional.of(Finding.fault(
                        Texts.of(
                                        "Aquesta màquina no té l'adreça %s.",
                                        "Esta máquina no tiene la dirección %s.",
                                        "This machine does not have the address %s.")
                                .with(Addresses.text(address)),
                        Texts.of(
                                "Connecteu la xarxa, o canvieu listen a la configuració del servei.",
                                "Conecte la red, o cambie listen en la configuración del servicio.",
                                "Connect the network, or change listen in the settings of the service.")));
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> ofPort(DnsSettings settings) {
        int port = settings.port();
        try (var tcp = new ServerSocket();
                var udp = new DatagramSocket(null)) {
            tcp.bind(new InetSocketAddress(settings.own(), port));
            udp.bind(new InetSocketAddress(settings.own(), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(port < firstFreePort() && !isTaken(settings) ? forbidden(port) : taken(port));
        }
    }

    /** Somebody who has it answers; who may not open it learns nothing else. */
    private static boolean isTaken(DnsSettings settings) {
        try (var socket = new java.net.Socket()) {
            socket.connect(new InetSocketAddress(settings.own(), settings.port()), PATIENCE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int firstFreePort() {
        try {
            return Integer.parseInt(Files.readString(FIRST_FREE_PORT).strip());
        } catch (IOException | NumberFormatException e) {
            return 1;
        }
    }

    private static Finding forbidden(int port) {
        return Finding.fault(
                Texts.of(
                                "El port %s és només per a root, i Cloudy no ho és.",
                                "El puerto %s es solo para root, y Cloudy no lo es.",
                                "The port %s is for root alone, and Cloudy is not root.")
                        .with(port),
                Texts.of(
                        "Deixeu-lo obrir a tothom: sysctl -w net.ipv4.ip_unprivileged_port_start=53; per sempre, a"
                                + " /etc/sysctl.d.",
                        "Deje que lo abra cualquiera: sysctl -w net.ipv4.ip_unprivileged_port_start=53; para siempre, en"
                                + " /etc/sysctl.d.",
                        "Let everybody open it: sysctl -w net.ipv4.ip_unprivileged_port_start=53; for good, in"
                                + " /etc/sysctl.d."));
    }

    private static Finding taken(int port) {
        return taken(
                port,
                Texts.of(
                        "Atureu-lo (sovint named, dnsmasq o systemd-resolved), o canvieu port o listen a la configuració del"
                                + " servei.",
                        "Deténgalo (a menudo named, dnsmasq o systemd-resolved), o cambie port o listen en la configuración del"
                                + " servicio.",
                        "End it (often named, dnsmasq or systemd-resolved), or change port or listen in the settings of the"
                                + " service."));
    }
}
