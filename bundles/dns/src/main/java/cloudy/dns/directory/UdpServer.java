// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;

/** Answers over UDP, on one thread. */
final class UdpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UdpServer.class);

    private static final int CACHE = 4 << 20;
    private static final int BUFFER = 1 << 20;

    private final DatagramChannel channel;
    private final Responder responder;
    private final Counts counts;
    private final Allowance allowance = new Allowance(System.nanoTime());
    private final Thread thread;
    private long overdrawn;

    UdpServer(InetSocketAddress address, Zone zone, Counts counts) throws IOException {
        this.counts = counts;
        responder = new Responder(zone, CACHE);
        channel = DatagramChannel.open();
        try {
            // A burst waits for its turn.
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        thread = new Thread(this::run, "cloudy-dns-udp");
        thread.setDaemon(true);
        thread.setContextClassLoader(UdpServer.class.getClassLoader());
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Responder.MAX);
        byte[] in = new byte[Responder.MAX];
        byte[] out = new byte[Responder.MAX];
        while (channel.isOpen()) {
            try {
                buffer.clear();
                var source = (InetSocketAddress) channel.receive(buffer);
                int length = buffer.position();
                buffer.flip().get(in, 0, length);
                int end = answer(in, length, source, out);
                if (end > 0) {
                    buffer.clear().put(out, 0, end).flip();
                    channel.send(buffer, source);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // Whoever cannot be answered (port 0, no route) must not keep the others from it.
                counts.refused.increment();
                LOG.debug("A query was not answered", e);
            }
        }
    }

    private int answer(byte[] in, int length, InetSocketAddress source, byte[] out) {
        counts.udp.increment();
        if (source.getPort() == 0) {
            return 0;
        }
        boolean here = source.getAddress().isLoopbackAddress();
        if (!here && !allowance.take(source.getAddress(), System.nanoTime())) {
            counts.limited.increment();
            // Every other time: who is what he says he is comes again over TCP.
            return (++overdrawn & 1) == 0 ? 0 : responder.truncated(in, length, out);
        }
        int end = responder.answer(in, length, Responder.Transport.UDP, here ? Responder.PIECE : Responder.PLAIN, out);
        if (end == 0 || ((out[3] & 0x0f) != Rcode.NOERROR && (out[3] & 0x0f) != Rcode.NXDOMAIN)) {
            counts.refused.increment();
        }
        return end;
    }

    /** Ends it; the port is free when this returns. */
    @Override
    public void close() throws IOException {
        channel.close();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
