// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Neighbours' proxies that the operator ticked, {@code data/proxy3/ticked}: what he saw is kept, address and port, and
 * whatever is announced afterwards changes nothing about it. Safe for use by many threads.
 */
final class Ticks {

    /** No more are looked at. */
    static final int MOST = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);
    private static final int MAX_NAME = 100;
    private static final int MAX_LINES = 100;

    private final Path file;
    private final Map<ProxyAddress, Tick> ticks = new LinkedHashMap<>();

    /** @param name what its neighbour called it then */
    record Tick(ProxyAddress proxy, Instant since, String name) {

        Tick {
            name = Text.clean(name, MAX_NAME);
        }

        private String line() {
            return proxy + "\t" + since + '\t' + name + '\n';
        }

        private static Optional<Tick> parse(String line) {
            String[] parts = line.split("\t", 3);
            try {
                return parts.length < 3
                        ? Optional.empty()
                        : ProxyAddress.parse(parts[0]).map(proxy -> new Tick(proxy, Instant.parse(parts[1]), parts[2]));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    Ticks(Path folder) {
        file = folder.resolve("ticked");
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.limit(MAX_LINES)
                    .map(Tick::parse)
                    .flatMap(Optional::stream)
                    .limit(MOST)
                    .forEach(tick -> ticks.put(tick.proxy(), tick));
        } catch (NoSuchFileException none) {
            // Nothing was ticked yet.
        } catch (IOException | UncheckedIOException e) {
            LOG.error("{} cannot be read, nothing in it is used: {}", file, e.getMessage());
        }
    }

    synchronized List<Tick> all() {
        return List.copyOf(ticks.values());
    }

    synchronized Optional<Tick> find(ProxyAddress proxy) {
        return Optional.ofNullable(ticks.get(proxy));
    }

    synchronized void put(Tick tick) throws IOException {
        var changed = new LinkedHashMap<>(ticks);
        changed.putIfAbsent(tick.proxy(), tick);
        if (changed.size() > MOST) {
            throw new InvalidFieldException("proxies", Why.mustHaveEntries("", Integer.toString(MOST)));
        }
        write(changed);
    }

    synchronized void remove(ProxyAddress proxy) throws IOException {
        var changed = new LinkedHashMap<>(ticks);
        changed.remove(proxy);
        write(changed);
    }

    private void write(Map<ProxyAddress, Tick> changed) throws IOException {
        AtomicFile.privateFolder(file.getParent());
        String text = changed.values().stream().map(Tick::line).collect(Collectors.joining());
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        ticks.clear();
        ticks.putAll(changed);
    }
}
