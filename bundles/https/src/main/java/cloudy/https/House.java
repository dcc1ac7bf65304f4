// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits Felix's web server out for a small board, and takes away what it brings of its own. */
final class House {

    private static final Logger LOG = LoggerFactory.getLogger(House.class);
    private static final int FEW_THREADS = 2;

    private House() {}

    /** May be done again. */
    static void furnish(Server server) {
        if (server.getThreadPool() instanceof QueuedThreadPool pool) {
            pool.setMinThreads(FEW_THREADS);
        }
        if (!(server.getErrorHandler() instanceof Refusals)) {
            server.setErrorHandler(new Refusals());
        }
        for (Connector connector : server.getConnectors()) {
            if (!(connector instanceof Door)) {
                // Felix starts no server without a connector of its own: one on loopback, which nobody was told of.
                try {
                    connector.stop();
                    server.removeConnector(connector);
                } catch (Exception e) {
                    LOG.error("{} cannot be shut: {}", connector, e.toString());
                }
            }
        }
    }
}
