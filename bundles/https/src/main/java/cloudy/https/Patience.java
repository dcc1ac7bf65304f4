// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops clients that keep a connection busy by sending next to nothing: a time-out that begins anew with each byte never
 * ends for those. TLS and the headers of a request have ten seconds each from their first moment, a body a minute; who is
 * being answered has all the time there is. Looks around once a second while a connection is open, and sleeps otherwise.
 */
final class Patience implements HttpConfiguration.Customizer {

    static final Duration HEADERS = Duration.ofSeconds(10);
    static final Duration BODY = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private enum Wait {
        TLS,
        REQUEST,
        HEADERS,
        BODY,
        NONE
    }

    /** Where a client stands. */
    private static final class Client {
        private Wait wait = Wait.TLS;
        private long since = System.nanoTime();
        private long bytesBefore;

        private void now(Wait next) {
            wait = next;
            since = System.nanoTime();
        }
    }

    private final ScheduledExecutorService worker;
    private final Duration headers;
    private final Duration body;
    private final Map<EndPoint, Client> clients = new WeakHashMap<>();
    private Optional<Future<?>> looking = Optional.empty();

    Patience(ScheduledExecutorService worker) {
        this(worker, HEADERS, BODY);
    }

    Patience(ScheduledExecutorService worker, Duration headers, Duration body) {
        this.worker = worker;
        this.headers = headers;
        this.body = body;
    }

    /** A connection is open. */
    synchronized void came(EndPoint connection) {
        clients.put(connection, new Client());
        if (looking.isEmpty() && !worker.isShutdown()) {
            looking = Optional.of(
                    worker.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** A connection has gone. */
    synchronized void went(EndPoint connection) {
        clients.remove(connection);
        if (clients.isEmpty()) {
            looking.ifPresent(future -> future.cancel(false));
            looking = Optional.empty();
        }
    }

    /** The headers of a request are there. */
    @Override
    public Request customize(Request request, HttpFields.Mutable answerHeaders) {
        EndPoint connection = connection(request);
        boolean bodyComes = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || request.getLength() > 0;
        move(connection, bodyComes ? Wait.BODY : Wait.NONE);
        Request.addCompletionListener(request, failure -> rest(connection));
        return bodyComes ? new Listening(request, connection) : request;
    }

    /** Sees the end of a body go by. */
    private final class Listening extends Request.Wrapper {

        private final EndPoint connection;

        Listening(Request request, EndPoint connection) {
            super(request);
            this.connection = connection;
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null && chunk.isLast()) {
                move(connection, Wait.NONE);
            }
            return chunk;
        }
    }

    private synchronized void move(EndPoint connection, Wait next) {
        Client client = clients.get(connection);
        if (client != null) {
            client.now(next);
        }
    }

    private synchronized void rest(EndPoint connection) {
        Client client = clients.get(connection);
        if (client != null) {
            client.bytesBefore = bytes(connection);
            client.now(Wait.REQUEST);
        }
    }

    private void look() {
        try {
            synchronized (this) {
                clients.forEach(this::advance);
            }
            for (EndPoint late : late()) {
                late.close();
            }
        } catch (RuntimeException e) {
            // It would not be called again.
            LOG.error("Slow clients could not be dropped", e);
        }
    }

    private synchronized List<EndPoint> late() {
        return clients.entrySet().stream()
                .filter(entry -> isLate(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void advance(EndPoint connection, Client client) {
        if (client.wait == Wait.TLS && !isShakingHands(connection)) {
            client.now(Wait.REQUEST);
        }
        if (client.wait == Wait.REQUEST && bytes(connection) > client.bytesBefore) {
            client.now(Wait.HEADERS);
        }
    }

    private boolean isLate(Client client) {
        long waited = System.nanoTime() - client.since;
        return switch (client.wait) {
            case TLS, HEADERS -> waited > headers.toNanos();
            case BODY -> waited > body.toNanos();
            // The time-out of a silent connection sees to those.
            case REQUEST, NONE -> false;
        };
    }

    private static boolean isShakingHands(EndPoint connection) {
        return connection.getConnection() instanceof SslConnection tls
                && tls.getSSLEngine().getSession().getCipherSuite().equals("SSL_NULL_WITH_NULL_NULL");
    }

    /** What has come of HTTP, whatever is around it. */
    private static long bytes(EndPoint connection) {
        var outer = connection.getConnection();
        var http = outer instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : outer;
        return http == null ? 0 : http.getBytesIn();
    }

    private static EndPoint connection(Request request) {
        EndPoint inner = request.getConnectionMetaData().getConnection().getEndPoint();
        return inner instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : inner;
    }
}
