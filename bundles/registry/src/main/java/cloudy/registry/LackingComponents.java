// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.registry.LocalService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The components that would be services and cannot start. The loop changes it, any thread may look. */
final class LackingComponents {

    private final Wishes wishes;
    private final Map<String, Lacking> components = new ConcurrentHashMap<>();

    LackingComponents(Wishes wishes) {
        this.wishes = wishes;
    }

    /** From now on it is these. */
    void are(List<Lacking> now) {
        components.clear();
        now.forEach(component -> components.put(component.id(), component));
    }

    Optional<Lacking> find(String id) {
        return Optional.ofNullable(components.get(id));
    }

    /** Adds them to a list of services; one that lacks what it lacked before has done so since then. */
    void list(Map<String, LocalService> services, Map<String, LocalService> before, Instant now) {
        components.values().forEach(component -> {
            Described described = Described.of(wishes.over(component.id(), component.properties()));
            LocalService listed = Listing.of(component, described, now);
            LocalService then = before.get(component.id());
            boolean same =
                    then != null && then.run() == listed.run() && then.why().equals(listed.why());
            services.put(component.id(), same ? Listing.of(component, described, then.since()) : listed);
        });
    }
}
