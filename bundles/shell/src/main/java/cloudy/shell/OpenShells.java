// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.event.Event;
import cloudy.api.event.EventSink;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the shells of who is removed, or gets another role or password: over SSH nobody is asked again after the sign-in.
 * The user of the key has no account that could change.
 */
@Component(service = EventSink.class)
public final class OpenShells implements EventSink {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenShells.class);
    private static final Set<String> ENDING = Set.of("changed", "removed");

    // Karaf leaves the one before where it was when its settings change.
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<SshServer> servers;

    @Activate
    public OpenShells() {
        this(List.of());
    }

    OpenShells(List<SshServer> servers) {
        this.servers = servers;
    }

    @Override
    public void accept(Event event) {
        if (event.type().equals("user") && ENDING.contains(event.facts().getOrDefault("change", ""))) {
            // Whoever tells of it may hold what a sign-in waits for.
            var work = new Thread(() -> end(event.subject()), "cloudy-shell-goodbye");
            work.setDaemon(true);
            work.start();
        }
    }

    private void end(String user) {
        for (SshServer server : servers) {
            if (server.isStarted()) {
                server.getActiveSessions().stream()
                        .filter(session -> isConcerned(session, user))
                        .forEach(session -> end(session, user));
            }
        }
    }

    /** Who has not come in yet may be the one, with a password that was good a moment ago. */
    private static boolean isConcerned(AbstractSession session, String user) {
        return !session.isAuthenticated() || user.equals(session.getUsername());
    }

    private static void end(AbstractSession session, String user) {
        try {
            session.close(true);
            LOGGER.info("The account {} has changed; a shell over SSH is closed", user);
        } catch (RuntimeException e) {
            LOGGER.warn("A shell of {} could not be closed: {}", user, e.toString());
        }
    }
}
