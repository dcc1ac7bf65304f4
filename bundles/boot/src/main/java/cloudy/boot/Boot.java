// SPDX-License-Identifier: Apache-2.0
package cloudy.boot;

import cloudy.api.Node;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalServices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.karaf.features.BootFinished;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
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
    private final Reserve reserve;
    private final Framework framework;
    private final Thread end;
    private final Greeting greeting;
    private final Node node;
    private final LocalServices services;

    /** What others have to say. Dynamic: that one of them goes is no reason to greet again. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Map.Entry<Map<String, Object>, cloudy.api.Greeting>> greetings = List.of();

    @Activate
    public Boot(
            BundleContext context,
            @Reference BootFinished finished,
            @Reference Node node,
            @Reference LocalServices services) {
        this(
                (Framework) context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION),
                new Greeting(Path.of(context.getProperty("karaf.home")), Path.of(context.getProperty("karaf.base"))),
                Path.of(context.getProperty("karaf.data")),
                node,
                services);
    }

    Boot(Framework framework, Greeting greeting, Path data, Node node, LocalServices services) {
        this.framework = framework;
        this.greeting = greeting;
        this.node = node;
        this.services = services;
        ready = new ReadyFile(data.resolve("run/ready"));
        reserve = new Reserve(data.resolve("reserve"));
        end = new Thread(
                new OrderlyEnd(framework, data.resolve("cache"), data.resolve("run/stopped")), "cloudy-boot-end");
    }

    @Activate
    void greet() {
        var more = greetings.stream()
                .sorted(Comparator.comparing(Boot::ranking).reversed())
                .flatMap(entry -> linesOf(entry.getValue()).stream())
                .toList();
        var lines = greeting.lines(node, services.all(), more);
        lines.forEach(line -> log.info(line.english()));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            ready.write(lines);
        } catch (IOException e) {
            log.error("data/run/ready cannot be written, so bin/cloudy takes the node for one that still starts", e);
        }
        reserve.keep();
    }

    @Deactivate
    void deactivate() throws IOException {
        reserve.close();
        ready.delete();
        // When it is the node that ends, the hook has its work still to do.
        if (framework.getState() != Bundle.STOPPING) {
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    private static List<Texts> linesOf(cloudy.api.Greeting other) {
        try {
            return other.lines();
        } catch (RuntimeException e) {
            log.error("{} has nothing to say", other.getClass().getName(), e);
            return List.of();
        }
    }

    private static Integer ranking(Map.Entry<Map<String, Object>, cloudy.api.Greeting> entry) {
        return entry.getKey().get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
