// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the contract the parts of bundles that start, and takes them from it when they stop. */
// Apart from Contract, for what answers may need that one: it must be whole before it is looked for.
@Component(service = {})
public final class PartWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PartWatch.class);

    private final Contract contract;
    private final BundleTracker<Contract.Owner> bundles;
    private final ServiceTracker<Operations, Long> services;

    @Activate
    public PartWatch(@Reference Contract contract, BundleContext context) {
        this.contract = contract;
        bundles = new BundleTracker<>(context, Bundle.ACTIVE, new BundleTrackerCustomizer<Contract.Owner>() {
            @Override
            public Contract.Owner addingBundle(Bundle bundle, BundleEvent event) {
                // Its own part is there already, and goes with it: the others' would point at nothing before they stop.
                Map<String, URL> files = bundle.equals(context.getBundle()) ? Map.of() : files(bundle);
                if (files.isEmpty()) {
                    return null;
                }
                var owner = new Contract.Owner(bundle.getBundleId(), bundle.getSymbolicName());
                contract.add(owner, files);
                return owner;
            }

            @Override
            public void modifiedBundle(Bundle bundle, BundleEvent event, Contract.Owner owner) {}

            @Override
            public void removedBundle(Bundle bundle, BundleEvent event, Contract.Owner owner) {
                if (bundle.equals(context.getBundle())) {
                    // All at once: one by one, the others would miss what they point at, and the log would say so.
                    contract.clear();
                } else {
                    contract.remove(owner);
                }
            }
        });
        services = new ServiceTracker<>(context, Operations.class, new ServiceTrackerCustomizer<Operations, Long>() {
            @Override
            public Long addingService(ServiceReference<Operations> reference) {
                long bundle = reference.getBundle().getBundleId();
                Operations service = context.getService(reference);
                if (service == null) {
                    return null;
                }
                try {
                    Map<String, Operation> operations = service.operations();
                    contract.add(bundle, reference, operations);
                } catch (RuntimeException e) {
                    LOG.warn("The operations of the bundle {} fail", reference.getBundle(), e);
                }
                return bundle;
            }

            @Override
            public void modifiedService(ServiceReference<Operations> reference, Long bundle) {}

            @Override
            public void removedService(ServiceReference<Operations> reference, Long bundle) {
                contract.remove(bundle, reference);
                context.ungetService(reference);
            }
        });
        // What all parts may point at comes first, wherever this bundle stands among the others.
        Bundle own = context.getBundle();
        contract.add(new Contract.Owner(own.getBundleId(), own.getSymbolicName()), files(own));
        services.open();
        bundles.open();
    }

    @Deactivate
    void close() {
        contract.clear();
        bundles.close();
        services.close();
    }

    /** By name, the one that most bundles have alone first. */
    private static Map<String, URL> files(Bundle bundle) {
        var files = new TreeMap<String, URL>();
        URL main = bundle.getEntry(Operations.CONTRACT);
        if (main != null) {
            files.put(Operations.CONTRACT, main);
        }
        Enumeration<URL> more = bundle.findEntries("OSGI-INF/openapi", "*.yaml", false);
        for (URL url : Collections.list(more == null ? Collections.emptyEnumeration() : more)) {
            files.put(url.getPath().substring(1), url);
        }
        return files;
    }
}
