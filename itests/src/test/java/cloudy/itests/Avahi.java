// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;

/** Debian's Avahi on a host: its daemon, with a message bus of its own, and its command-line tools. */
final class Avahi implements Closeable {

    private final Host host;
    private final File log;
    private final List<Process> processes = new ArrayList<>();

    /**
     * Starts the daemon; it answers when this returns.
     *
     * @param folder for configuration and logs
     */
    Avahi(Host host, Path folder) throws IOException {
        this.host = host;
        log = folder.resolve("avahi-" + host.name() + ".log").toFile();
        Path settings = Files.writeString(
                folder.resolve("avahi-" + host.name() + ".conf"),
                """
                [server]
                host-name=%s
                allow-interfaces=eth0
                use-ipv6=no
                [publish]
                publish-workstation=no
                publish-hinfo=no
                [wide-area]
                enable-wide-area=yes
                """
                        .formatted(host.name()));
        host.run("mkdir", "-p", "/run/dbus", "/run/avahi-daemon").succeeded();
        processes.add(host.start(log, "dbus-daemon", "--system", "--nofork", "--nopidfile"));
        awaitSuccess("test", "-S", "/run/dbus/system_bus_socket");
        processes.add(host.start(
                log, "avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "-f", settings.toString()));
        awaitSuccess("avahi-daemon", "--check");
        awaitSuccess("avahi-browse", "-at");
    }

    /** What neighbours offer: resolved services, one a line, as {@code avahi-browse -rpt <type>} prints them. */
    List<String[]> browse(String type) {
        return browsed("-rpt", type);
    }

    /** The same in a domain that a name server answers for. */
    List<String[]> browse(String type, String domain) {
        return browsed("-rpt", "-d", domain, type);
    }

    private List<String[]> browsed(String... arguments) {
        var command = new ArrayList<>(List.of("avahi-browse"));
        command.addAll(List.of(arguments));
        return host.run(command.toArray(String[]::new))
                .succeeded()
                .text()
                .lines()
                .filter(line -> line.startsWith("="))
                .map(line -> line.split(";", -1))
                .toList();
    }

    /** Reads what {@code avahi-browse} makes of a name: bytes that are not plain letters as three decimal digits. */
    static String unescape(String printed) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < printed.length(); i++) {
            if (printed.charAt(i) != '\\') {
                bytes.write(printed.charAt(i));
            } else if (Character.isDigit(printed.charAt(i + 1))) {
                bytes.write(Integer.parseInt(printed.substring(i + 1, i + 4)));
                i += 3;
            } else {
                bytes.write(printed.charAt(++i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Publishes a service for as long as the process that is returned lives. */
    Process publish(String name, String type, int port, String... txt) throws IOException {
        var line = new ArrayList<>(List.of("avahi-publish-service", name, type, Integer.toString(port)));
        line.addAll(Arrays.asList(txt));
        Process process = host.start(log, line.toArray(String[]::new));
        processes.add(process);
        return process;
    }

    private void awaitSuccess(String... line) {
        Awaitility.await(String.join(" ", line))
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> host.run(line).exit() == 0);
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
