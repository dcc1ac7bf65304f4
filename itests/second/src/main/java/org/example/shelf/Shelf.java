// SPDX-License-Identifier: Apache-2.0
package org.example.shelf;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.Offer;
import cloudy.api.Publish;
import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.Daemons;
import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A folder of files that neighbours can read, by the web server that Python brings. */
@Component(name = "cloudy.shelf", property = CloudyService.ENABLED + ":Boolean=false")
@Designate(ocd = Shelf.Config.class)
@Publish(type = "shelf", description = "A shelf of files", port = 8900)
public class Shelf implements CloudyService {

    static final Path FILES = Path.of(System.getProperty("karaf.data"), "shelf");

    @ObjectClassDefinition(name = "%title", localization = "OSGI-INF/l10n/shelf")
    @interface Config {

        @AttributeDefinition(name = "%port", description = "%port.help", min = "1024", max = "65535")
        int port() default 8900;
    }

    private final int port;
    private final Optional<Daemons.Running> server;

    @Activate
    public Shelf(Config config, Map<String, Object> properties, @Reference Daemons daemons) throws IOException {
        port = config.port();
        var folder = AtomicFile.privateFolder(FILES).toString();
        var command = List.of("python3", "-m", "http.server", Integer.toString(port), "--directory", folder);
        var program = Daemon.of("shelf", command, "python3").readyWhen(Daemon.Readiness.listening(port));
        server = CloudyService.isOn(properties) ? Optional.of(daemons.run(program)) : Optional.empty();
    }

    @Override
    public List<Offer> offers(List<Offer> described) {
        return described.stream().map(offer -> offer.onPort(port)).toList();
    }

    @Override
    public Health check() {
        return server.map(program -> program.state().health()).orElse(Health.unknown());
    }

    @Deactivate
    void stop() {
        server.ifPresent(Daemons.Running::close);
    }
}
