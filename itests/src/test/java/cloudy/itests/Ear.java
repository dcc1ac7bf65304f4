// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hears what mDNS packets cross the wire at a host: a program of our own there, independent of what is tested, and the
 * list of what it has told.
 */
final class Ear implements Closeable {

    private static final int PORT = 5353;
    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8000;

    private final Talker program;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    private Ear(Talker program) {
        this.program = program;
    }

    /** Starts to listen; nothing is missed from the moment this returns. */
    static Ear at(Host host) throws IOException {
        var ear = new Ear(host.java(Ear.class));
        var thread = new Thread(ear::listen, "ear-" + host.name());
        thread.setDaemon(true);
        thread.start();
        return ear;
    }

    private void listen() {
        try {
            String line = program.hear();
            while (line != null) {
                heard.add(Heard.parse(line));
                line = program.hear();
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    /** Everything heard so far, in order. */
    List<Heard> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        program.close();
    }

    public static void main(String[] arguments) throws IOException {
        try (var socket = new MulticastSocket(PORT)) {
            socket.joinGroup(
                    new InetSocketAddress(InetAddress.getByName("224.0.0.251"), PORT),
                    NetworkInterface.getByName("eth0"));
            Talker.begun();
            byte[] bytes = new byte[9000];
            while (true) {
                var packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                long now = System.currentTimeMillis();
                String from = packet.getAddress().getHostAddress();
                read(ByteBuffer.wrap(bytes, 0, packet.getLength()).slice(), now, from)
                        .forEach(Talker::tell);
            }
        }
    }

    private static List<Heard> read(ByteBuffer message, long now, String from) {
        List<Heard> records = new ArrayList<>();
        if ((message.getShort(2) & RESPONSE) == 0) {
            return records;
        }
        int questions = message.getShort(4) & 0xffff;
        int answers = (message.getShort(6) & 0xffff) + (message.getShort(8) & 0xffff) + (message.getShort(10) & 0xffff);
        message.position(HEADER);
        for (int i = 0; i < questions; i++) {
            name(message);
            message.getInt();
        }
        for (int i = 0; i < answers; i++) {
            String name = name(message);
            int type = message.getShort() & 0xffff;
            message.getShort();
            long ttl = message.getInt() & 0xffffffffL;
            int length = message.getShort() & 0xffff;
            int next = message.position() + length;
            records.add(new Heard(now, from, name, type, ttl, type == Heard.PTR ? name(message) : ""));
            message.position(next);
        }
        return records;
    }

    /** Reads a name (RFC 1035, 4.1.4) and stops behind it. */
    private static String name(ByteBuffer message) {
        var name = new StringBuilder();
        int behind = -1;
        int hops = 0;
        while (true) {
            int length = message.get() & 0xff;
            if (length == 0) {
                break;
            }
            if (length >= 0xc0) {
                int target = ((length & 0x3f) << 8) | (message.get() & 0xff);
                behind = behind < 0 ? message.position() : behind;
                message.position(target);
                if (++hops > 100) {
                    throw new IllegalStateException("a name that never ends");
                }
                continue;
            }
            byte[] label = new byte[length];
            message.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.UTF_8));
        }
        if (behind >= 0) {
            message.position(behind);
        }
        return name.toString().replace('\t', ' ').replace('\n', ' ');
    }
}
