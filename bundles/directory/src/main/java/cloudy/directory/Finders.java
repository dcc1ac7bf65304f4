// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.network.Finder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Listens to every finder that there is. Having no service of its own it starts with the bundle, and keeps the directory
 * alive while nobody searches.
 */
@Component(service = {})
public final class Finders {

    private final Directory directory;
    private final Map<ServiceReference<Finder>, Listening> listening = new ConcurrentHashMap<>();

    /** A finder that takes its time to start keeps this thread, not the one that registered it. */
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Finders::thread);

    @Activate
    public Finders(@Reference Directory directory) {
        this.directory = directory;
    }

    @Reference(
            service = Finder.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeFinder")
    void addFinder(ServiceReference<Finder> reference, ComponentServiceObjects<Finder> finders) {
        var begun = new Listening(directory, finders);
        listening.put(reference, begun);
        threads.execute(begun);
    }

    void removeFinder(ServiceReference<Finder> reference) {
        Listening ended = listening.remove(reference);
        if (ended != null) {
            ended.close();
        }
    }

    @Deactivate
    void close() {
        listening.values().forEach(Listening::close);
        listening.clear();
        threads.shutdown();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "cloudy-directory-finder");
        thread.setDaemon(true);
        thread.setContextClassLoader(Finders.class.getClassLoader());
        return thread;
    }
}
