// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** One question to one name server, by UDP and without threads of its own. */
final class Question {

    private static final int MOST = 4_096;

    private Question() {}

    /**
     * Asks and waits.
     *
     * @throws IOException when no answer to it comes in time; a plain sentence
     */
    static Message ask(InetSocketAddress server, Name name, int type, Duration patience) throws IOException {
        Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        byte[] wire = question.toWire();
        long end = System.nanoTime() + patience.toNanos();
        try (var socket = new DatagramSocket()) {
            // From the connected server alone: what others send is not even seen.
            socket.connect(server);
            socket.send(new DatagramPacket(wire, wire.length));
            var packet = new DatagramPacket(new byte[MOST], MOST);
            while (true) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) left);
                socket.receive(packet);
                Message answer = read(packet);
                if (answer != null
                        && answer.getHeader().getFlag(Flags.QR)
                        && answer.getHeader().getID() == question.getHeader().getID()
                        && question.getQuestion().equals(answer.getQuestion())) {
                    return answer;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer from " + shown(server) + " within " + patience.toSeconds() + " s", e);
        } catch (PortUnreachableException e) {
            throw new IOException("nothing answers at " + shown(server), e);
        }
    }

    private static Message read(DatagramPacket packet) {
        try {
            return new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (IOException e) {
            return null;
        }
    }

    private static String shown(InetSocketAddress server) {
        return Addresses.text(server.getAddress()) + " port " + server.getPort();
    }
}
