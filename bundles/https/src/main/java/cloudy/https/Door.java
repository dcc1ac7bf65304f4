// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connector that asks {@link Admission} about everyone before anything is read or answered. */
final class Door extends ServerConnector {

    private final Admission admission;
    private final Patience patience;
    private final Reception reception;

    /** What is to be done with a connection that has been let in, before anybody speaks. */
    @FunctionalInterface
    interface Reception {

        /** Calls {@code next}, now or later, on any thread. */
        void receive(SocketChannel connection, Runnable next);
    }

    Door(Server server, Admission admission, Patience patience, Reception reception, ConnectionFactory... protocols) {
        // No thread of its own to accept: the one selector does both.
        super(server, 0, 1, protocols);
        this.admission = admission;
        this.patience = patience;
        this.reception = reception;
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new Manager(executor, scheduler, selectors);
    }

    private final class Manager extends ServerConnectorManager {

        Manager(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        protected void accepted(SelectableChannel channel) throws IOException {
            var connection = (SocketChannel) channel;
            if (connection.getRemoteAddress() instanceof InetSocketAddress from
                    && admission.admits(connection, from.getAddress())) {
                reception.receive(connection, () -> enter(connection));
            } else {
                connection.close();
            }
        }

        private void enter(SocketChannel connection) {
            try {
                super.accepted(connection);
            } catch (IOException | RuntimeException e) {
                IO.close(connection);
                onAcceptFailed(connection, e);
            }
        }

        @Override
        protected void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            admission.left(channel);
            super.onAcceptFailed(channel, cause);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            patience.came(endPoint);
            super.endPointOpened(endPoint);
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            patience.went(endPoint);
            if (endPoint instanceof SocketChannelEndPoint socket) {
                admission.left(socket.getChannel());
            }
            super.endPointClosed(endPoint);
        }
    }
}
