// SPDX-License-Identifier: Apache-2.0
package cloudy.kubernetes;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Spreads offers over services, as the registry takes at most 64 of one: the first are those of the component itself, and
 * there are more services of the same kind only while there are more offers. An offer stays where it is: moved, it would
 * be withdrawn and announced anew.
 */
final class Shelves implements AutoCloseable {

    static final int ROOM = 64;

    /** More than this many offers are not announced. */
    private static final int MOST = 64;

    private final BundleContext context;
    private final Map<String, Object> wishes = new HashMap<>();
    private final Consumer<String> look;
    private final List<Shelf> shelves = new ArrayList<>();
    private boolean closed;

    /**
     * The first shelf.
     *
     * @param properties of the component, whose wishes hold for all shelves
     * @param look has the registry look at a service
     */
    Shelves(BundleContext context, Map<String, Object> properties, Consumer<String> look) {
        this.context = context;
        this.look = look;
        properties.forEach((key, value) -> {
            if (key.startsWith("cloudy.") && !key.equals("cloudy.type")) {
                wishes.put(key, value);
            }
        });
        shelves.add(new Shelf(KubernetesService.PID));
    }

    /** The offers of the component itself. */
    synchronized List<Offer> first() {
        return shelves.get(0).offers(List.of());
    }

    /** How many offers found no place. */
    synchronized int put(List<Offer> offers) {
        if (closed) {
            return 0;
        }
        Map<String, Offer> left = new HashMap<>();
        offers.forEach(offer -> left.put(offer.key(), offer));
        List<Map<String, Offer>> next = new ArrayList<>();
        for (Shelf shelf : shelves) {
            Map<String, Offer> kept = new HashMap<>();
            for (String key : shelf.content.keySet()) {
                Offer offer = left.remove(key);
                if (offer != null) {
                    kept.put(key, offer);
                }
            }
            next.add(kept);
        }
        int at = 0;
        int without = 0;
        for (Offer offer : left.values().stream()
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList()) {
            while (at < next.size() && next.get(at).size() >= ROOM) {
                at++;
            }
            if (at == MOST) {
                without++;
            } else {
                if (at == next.size()) {
                    next.add(new HashMap<>());
                }
                next.get(at).put(offer.key(), offer);
            }
        }
        for (int i = 0; i < next.size(); i++) {
            fill(i, Map.copyOf(next.get(i)));
        }
        while (shelves.size() > 1 && shelves.get(shelves.size() - 1).content.isEmpty()) {
            shelves.remove(shelves.size() - 1).remove();
        }
        return without;
    }

    private void fill(int number, Map<String, Offer> content) {
        if (number == shelves.size()) {
            var shelf = new Shelf(KubernetesService.PID + '.' + (number + 1));
            shelf.content = content;
            shelf.register();
            shelves.add(shelf);
        } else if (!shelves.get(number).content.equals(content)) {
            shelves.get(number).content = content;
            look.accept(shelves.get(number).id);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        shelves.forEach(Shelf::remove);
    }

    private final class Shelf implements CloudyService {

        private final String id;
        private volatile Map<String, Offer> content = Map.of();
        private ServiceRegistration<CloudyService> registration;

        private Shelf(String id) {
            this.id = id;
        }

        private void register() {
            var properties = new HashMap<>(wishes);
            properties.put(Constants.SERVICE_PID, id);
            registration = context.registerService(CloudyService.class, this, FrameworkUtil.asDictionary(properties));
        }

        private void remove() {
            content = Map.of();
            if (registration != null) {
                registration.unregister();
                registration = null;
            }
        }

        @Override
        public List<Offer> offers(List<Offer> described) {
            return List.copyOf(content.values());
        }

        @Override
        public Health check() {
            // Whether each can be used has been found out one by one.
            return Health.up();
        }
    }
}
