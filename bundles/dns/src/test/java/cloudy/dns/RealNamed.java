// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.Health;
import cloudy.daemons.Supervisor;
import cloudy.testing.FreePort;
import cloudy.testing.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * The service with Debian's BIND behind it, on free ports of loopback. Its operator has a root zone of his own, so that
 * nothing is ever asked beyond this machine.
 */
final class RealNamed implements AutoCloseable {

    static final String ROOT =
            """
            $TTL 60
            . IN SOA ns.root. nobody.root. 1 60 60 60 60
            . IN NS ns.root.
            ns.root. IN A 127.0.0.1
            elsewhere.example. IN A 192.0.2.7
            www.bank.cat. IN A 192.0.2.9
            far.example. IN NS ns.root.
            """;

    static {
        // For all that is awaited of a program: this machine may have others to run.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    final Path folder;
    final Path etc;
    final int port;
    final int figures;
    private final Supervisor supervisor;
    final DnsService service;

    RealNamed(Path parent, FakeGuifi guifi, Map<String, Object> said) throws IOException {
        folder = Files.createDirectories(parent.resolve("dns"));
        etc = Files.createDirectories(parent.resolve("etc"));
        Path root = etc.resolve("root.zone");
        Files.writeString(root, ROOT);
        String include = "zone \".\" { type primary; file \"" + root + "\"; };\n";
        Files.writeString(etc.resolve(Includes.INTERNAL), include);
        Files.writeString(etc.resolve(Includes.EXTERNAL), include);
        port = FreePort.any();
        figures = FreePort.any();
        supervisor = new Supervisor(parent.resolve("daemons"));
        var all = new HashMap<String, Object>(
                Map.of("service", 12, "port", port, "statisticsPort", figures, "listen", new String[] {"127.0.0.1"}));
        all.put("domains", new String[] {"guifi.net", "example"});
        all.putAll(said);
        service = new DnsService(
                Wishes.of(DnsConfig.class, all),
                Map.of("cloudy.enabled", "true"),
                Optional.of(supervisor),
                folder,
                etc,
                asked -> asked,
                Clock.systemUTC());
        if (guifi != null) {
            service.bindGuifi(guifi);
        }
    }

    NameServer server() {
        return service.server().orElseThrow();
    }

    long pid() {
        return supervisor.all().get(0).state().pid().getAsLong();
    }

    /** Waits until it is up and has asked for news. */
    RealNamed awaitUp() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> service.check().status() == Health.Status.UP);
        return this;
    }

    String dig(String... question) throws IOException, InterruptedException {
        return Bind.dig(port, question);
    }

    void await(String answer, String... question) {
        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> dig(question)
                .equals(answer));
    }

    @Override
    public void close() {
        service.stop();
        supervisor.stop();
    }
}
