// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.CloudyService;
import cloudy.api.form.Texts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

/** A service that was found in the OSGi service registry. */
final class TrackedService implements Registered {

    private static final Texts FAILED = Texts.of(
            "no s'ha pogut engegar; el registre diu per què",
            "no se ha podido arrancar; el registro dice por qué",
            "it failed to start; the log says why");

    private final BundleContext context;
    private final ServiceReference<CloudyService> reference;
    private final Bundle bundle;
    private final Supplier<Optional<Components>> components;

    TrackedService(
            BundleContext context,
            ServiceReference<CloudyService> reference,
            Supplier<Optional<Components>> components) {
        this.context = context;
        this.reference = reference;
        this.components = components;
        bundle = reference.getBundle();
    }

    @Override
    public String bundle() {
        String name = bundle == null ? null : bundle.getSymbolicName();
        return name == null ? "unnamed" : name;
    }

    @Override
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return properties;
    }

    @Override
    public Map<String, Object> declared() {
        return bundle != null && reference.getProperty("component.name") instanceof String name
                ? components.get().map(scr -> scr.declared(bundle, name)).orElse(Map.of())
                : Map.of();
    }

    @Override
    public boolean isThere() {
        return reference.getBundle() != null;
    }

    @Override
    public CloudyService get() {
        ServiceObjects<CloudyService> objects = context.getServiceObjects(reference);
        return objects == null ? null : objects.getService();
    }

    @Override
    public Texts whyNot() {
        return reference.getProperty("component.name") instanceof String name
                ? components
                        .get()
                        .flatMap(scr -> scr.failure(bundle, name, reference.getProperty("component.id")))
                        .orElse(FAILED)
                : FAILED;
    }

    @Override
    public void release(CloudyService service) {
        try {
            ServiceObjects<CloudyService> objects = context.getServiceObjects(reference);
            if (objects != null) {
                objects.ungetService(service);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The framework was faster: the service is unregistered, or this bundle has stopped.
            return;
        }
    }
}
