// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Answers over TCP, on one thread; hands the whole zone to programs of this host. */
final class TcpServer implements AutoCloseable {

    static final int MOST = 64;
    static final int PER_SOURCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);

    private static final int CACHE = 1 << 20;
    private static final int BACKLOG = 64;

    private final Zone zone;
    private final byte[] zoneName;
    private final Counts counts;
    private final long patienceNs;
    private final Responder responder;
    private final Question question = new Question();
    private final byte[] scratch = new byte[Responder.MAX];
    private final List<TcpConnection> connections = new CopyOnWriteArrayList<>();
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Thread thread;
    private volatile boolean closed;

    /** @param patience how long a query may take to come, and an answer to be taken */
    TcpServer(InetSocketAddress address, Zone zone, Counts counts, Duration patience) throws IOException {
        this.zone = zone;
        this.counts = counts;
        patienceNs = patience.toNanos();
        zoneName = zone.name().toWireCanonical();
        responder = new Responder(zone, CACHE);
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address, BACKLOG).configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            listener.close();
            selector.close();
            throw e;
        }
        thread = new Thread(this::run, "cloudy-dns-tcp");
        thread.setDaemon(true);
        thread.setContextClassLoader(TcpServer.class.getClassLoader());
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** How many are connected. */
    int connections() {
        return connections.size();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready, pause());
                connections.stream()
                        .filter(connection -> connection.isLate(System.nanoTime()))
                        .toList()
                        .forEach(this::end);
            }
        } catch (IOException | ClosedSelectorException e) {
            if (!closed) {
                LOG.error("The directory is no longer answered for over TCP", e);
            }
        }
    }

    /** Milliseconds until somebody's patience is at its end; 0 for never. */
    private long pause() {
        long now = System.nanoTime();
        return connections.stream()
                .mapToLong(connection -> Math.max(1, (connection.deadline() - now) / 1_000_000 + 1))
                .min()
                .orElse(0);
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.isAcceptable()) {
            accept();
            return;
        }
        var connection = (TcpConnection) key.attachment();
        try {
            if (!connection.proceed(System.nanoTime())) {
                end(connection);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("A connection has ended", e);
            end(connection);
        }
    }

    private void accept() {
        SocketChannel channel = null;
        try {
            channel = listener.accept();
            if (channel != null && makeRoom(((InetSocketAddress) channel.getRemoteAddress()).getAddress())) {
                channel.configureBlocking(false);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                var connection = new TcpConnection(channel, key, this::answer, patienceNs, System.nanoTime());
                key.attach(connection);
                connections.add(connection);
            } else if (channel != null) {
                counts.limited.increment();
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("A connection did not come about", e);
            closeQuietly(channel);
        }
    }

    /** Whoever waits longest without a query under way makes room for one who comes. */
    private boolean makeRoom(InetAddress source) {
        long his = connections.stream()
                .filter(connection -> connection.source().equals(source))
                .count();
        if (!source.isLoopbackAddress() && his >= PER_SOURCE) {
            return false;
        }
        if (connections.size() < MOST) {
            return true;
        }
        Optional<TcpConnection> idle = connections.stream()
                .filter(TcpConnection::isIdle)
                .min(Comparator.comparingLong(TcpConnection::deadline));
        idle.ifPresent(this::end);
        return idle.isPresent();
    }

    private void end(TcpConnection connection) {
        connection.close();
        connections.remove(connection);
    }

    private Iterator<byte[]> answer(byte[] query, int length, InetAddress source) {
        counts.tcp.increment();
        if (source.isLoopbackAddress()
                && question.read(query, length) == Question.Verdict.ANSWER
                && (question.type == Type.AXFR || question.type == Type.IXFR)
                && question.nameLength == zoneName.length
                && question.isWithin(zoneName)) {
            counts.transfers.increment();
            Record asked = Record.newRecord(zone.name(), question.type, DClass.IN);
            return new Transfer(((query[0] & 0xff) << 8) | (query[1] & 0xff), asked, zone);
        }
        int end = responder.answer(query, length, Responder.Transport.TCP, Responder.MAX, scratch);
        return end == 0
                ? Collections.emptyIterator()
                : List.of(Arrays.copyOf(scratch, end)).iterator();
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("A connection could not be closed", e);
        }
    }

    /** Ends it; the port is free when this returns. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(TcpConnection::close);
        listener.close();
        selector.close();
    }
}
