// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.Node;
import cloudy.api.registry.LocalServices;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.karaf.features.BootFinished;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the node is up, to people and to {@code bin/cloudy}, and sees to its orderly end.
 *
 * <p>The bundle has the highest start level, so everything else has been started when this component is.
 */
@Component(service = {})
public final class Boot {

    private static final Logger log = LoggerFactory.getLogger(Boot.class);

    private final ReadyFile ready;
    private final Framework framework;
    private final Thread end;

    @Activate
    public Boot(
            BundleContext context,
            @Reference BootFinished finished,
            @Reference Node node,
            @Reference LocalServices services)
            throws IOException {
        this(
                (Framework) context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION),
                new Greeting(Path.of(context.getProperty("karaf.home")), Path.of(context.getProperty("karaf.base"))),
                Path.of(context.getProperty("karaf.data"), "run"),
                node,
                services);
    }

    Boot(Framework framework, Greeting greeting, Path run, Node node, LocalServices services) throws IOException {
        this.framework = framework;
        ready = new ReadyFile(run.resolve("ready"));
        end = new Thread(new OrderlyEnd(framework, run.resolve("stopped")), "cloudy-boot-end");
        var lines = greeting.lines(node, services.all());
        lines.forEach(log::info);
        ready.write(lines);
        Runtime.getRuntime().addShutdownHook(end);
    }

    @Deactivate
    void deactivate() throws IOException {
        ready.delete();
        // When it is the node that ends, the hook has its work still to do.
        if (framework.getState() != Bundle.STOPPING) {
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }
}
