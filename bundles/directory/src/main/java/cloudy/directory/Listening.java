// SPDX-License-Identifier: Apache-2.0
package cloudy.directory;

import cloudy.api.network.Finder;
import org.osgi.service.component.ComponentServiceObjects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory's hold on one finder, from when it comes until it goes. */
final class Listening implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listening.class);

    private final Directory directory;
    private final Source source;
    private final ComponentServiceObjects<Finder> finders;
    private Finder finder;
    private boolean closed;

    Listening(Directory directory, ComponentServiceObjects<Finder> finders) {
        this.directory = directory;
        this.finders = finders;
        source = directory.open();
    }

    @Override
    public void run() {
        try {
            Finder gotten = finders.getService();
            if (gotten != null && hold(gotten)) {
                gotten.find(directory.sink(source));
            }
        } catch (Throwable e) {
            // A stranger's code: the other finders want to be heard whatever it throws.
            log.warn("A finder failed to start; what it hears stays unknown", e);
        }
    }

    @Override
    public void close() {
        directory.close(source);
        Finder held;
        synchronized (this) {
            closed = true;
            held = finder;
            finder = null;
        }
        if (held != null) {
            finders.ungetService(held);
        }
    }

    private boolean hold(Finder gotten) {
        synchronized (this) {
            if (!closed) {
                finder = gotten;
                return true;
            }
        }
        finders.ungetService(gotten);
        return false;
    }
}
