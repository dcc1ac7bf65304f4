// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloudy.api.access.Access;
import cloudy.api.network.ServiceDirectory;
import cloudy.api.registry.LocalServices;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.settings.Settings;
import cloudy.rest.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Tells machines whether the node is alive and whether it is ready. For anyone, so it says no more than that. */
@Component(service = Operations.class)
public final class ProbeOperations implements Operations {

    private static final String MEDIA_TYPE = "application/health+json";

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile LocalServices registry;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile ServiceDirectory directory;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Settings settings;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile Access access;

    private final Path ready;

    @Activate
    public ProbeOperations() {
        this(Path.of(System.getProperty("karaf.data"), "run", "ready"));
    }

    ProbeOperations(Path ready) {
        this.ready = ready;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "getLiveness", call -> answer(200, Map.of("status", "pass")),
                "getReadiness", call -> readiness(),
                "getHealth", call -> readiness());
    }

    private Answer readiness() {
        var there = new LinkedHashMap<String, Boolean>();
        there.put("registry", registry != null);
        there.put("directory", directory != null);
        there.put("settings", settings != null);
        there.put("access", access != null);
        // Written when everything has been started, and deleted before the first part ends.
        there.put("boot", Files.exists(ready));
        String missing = there.entrySet().stream()
                .filter(part -> !part.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        var health = new LinkedHashMap<String, Object>();
        health.put("status", status(missing.isEmpty()));
        if (!missing.isEmpty()) {
            health.put("output", "not there: " + missing);
        }
        var checks = new LinkedHashMap<String, Object>();
        there.forEach((part, isThere) -> checks.put(part, List.of(Map.of("status", status(isThere)))));
        health.put("checks", checks);
        return answer(missing.isEmpty() ? 200 : 503, health);
    }

    private static String status(boolean good) {
        return good ? "pass" : "fail";
    }

    private static Answer answer(int status, Map<String, Object> health) {
        byte[] document = Json.line(health).getBytes(UTF_8);
        return new Answer(status, Map.of("Cache-Control", List.of("no-store")), new Answer.Bytes(MEDIA_TYPE, document));
    }
}
