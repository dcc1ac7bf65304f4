// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.file.AtomicFile;
import cloudy.api.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was served last, kept so that a node that starts serves it at once, whether guifi.net can be asked or not.
 *
 * @param service the id at guifi.net that it is for
 * @param asOf when guifi.net said so last
 * @param leftOutOfDevices what of the addresses is not served; they are not worked through again while they are the same
 */
record Plan(long service, List<Served> zones, Optional<Instant> asOf, List<LeftOut.Count> leftOutOfDevices) {

    private static final Json JSON = Json.within(16, 64 * 1024);
    private static final int MOST = 8 << 20;

    Plan {
        zones = List.copyOf(zones);
        leftOutOfDevices = List.copyOf(leftOutOfDevices);
    }

    static Plan empty(long service) {
        return new Plan(service, List.of(), Optional.empty(), List.of());
    }

    /**
     * What is in a file, but for zones that the operator does not want any more; nothing where there is none, where it is
     * for another service, or cannot be read.
     */
    static Plan read(Path file, DnsSettings settings) {
        long service = settings.service();
        try (var in = Files.newInputStream(file)) {
            Facts json = Facts.of(JSON.read(in.readNBytes(MOST)));
            if (json.number("service") != service) {
                return empty(service);
            }
            List<Served> zones = new ArrayList<>();
            json.objects("zones").forEach(zone -> Served.of(zone)
                    .filter(served -> settings.takes(served.side(), served.zone()))
                    .ifPresent(zones::add));
            List<LeftOut.Count> left = new ArrayList<>();
            for (Facts count : json.objects("leftOut")) {
                left.add(new LeftOut.Count(
                        LeftOut.Reason.valueOf(count.text("reason").toUpperCase(Locale.ROOT)),
                        count.number("count"),
                        count.texts("examples")));
            }
            String asOf = json.text("asOf");
            return new Plan(service, zones, asOf.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(asOf)), left);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return empty(service);
        }
    }

    void write(Path file) throws IOException {
        var json = new HashMap<String, Object>();
        json.put("service", service);
        json.put("zones", zones.stream().map(Served::json).toList());
        json.put("asOf", asOf.map(Instant::toString).orElse(""));
        json.put(
                "leftOut",
                leftOutOfDevices.stream()
                        .map(count -> Map.of(
                                "reason", count.reason().name().toLowerCase(Locale.ROOT),
                                "count", count.count(),
                                "examples", count.examples()))
                        .toList());
        AtomicFile.write(file, JSON.write(json));
    }
}
