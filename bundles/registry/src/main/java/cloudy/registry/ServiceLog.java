// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import static java.util.stream.Collectors.joining;

import cloudy.api.Text;
import cloudy.api.daemon.Daemons;
import cloudy.api.registry.LocalService;
import cloudy.api.rest.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What a service has to say: the output of its program where it runs one, else what its bundle wrote into the log. */
@Component(service = ServiceLog.class)
public final class ServiceLog {

    private static final int LONGEST = 2_000;

    private final NodeLog node;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Daemons> daemons = List.of();

    @Activate
    public ServiceLog(BundleContext context) {
        this(folder(context::getProperty).resolve("cloudy.log"));
    }

    ServiceLog(Path file) {
        node = new NodeLog(file);
    }

    @Deactivate
    void close() {
        node.close();
    }

    Answer answer(LocalService service, long lines, boolean follow) throws IOException {
        int most = (int) lines;
        Optional<Daemons.Running> program = program(service.id());
        if (!follow) {
            List<String> last = program.isPresent() ? program.get().log(most) : node.last(service.bundle(), most);
            String text = last.stream().map(line -> harmless(line) + '\n').collect(joining());
            return Answer.bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
        return Answer.stream(
                "text/event-stream",
                sink -> program.isPresent()
                        ? ProgramFollower.begin(program.get(), most, line -> sink.send(event(line)))
                        : node.follow(service.bundle(), most, line -> sink.send(event(line))));
    }

    /** A program has the last word of its service's id. */
    private Optional<Daemons.Running> program(String id) {
        String word = id.substring(id.lastIndexOf('.') + 1);
        return daemons.stream()
                .flatMap(all -> all.all().stream())
                .filter(running -> running.daemon().name().equals(word))
                .findFirst();
    }

    private static String event(String line) {
        return "data: " + harmless(line) + "\n\n";
    }

    /** On one line, and no orders for a terminal; a tab is none. */
    private static String harmless(String line) {
        return Text.clean(line.replace("\t", "    "), LONGEST);
    }

    private static Path folder(Function<String, String> properties) {
        return Optional.ofNullable(properties.apply("karaf.log"))
                .map(Path::of)
                .orElseGet(() -> Path.of(properties.apply("karaf.data"), "log"));
    }
}
