// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether a name server answers. */
@Component(service = Check.class)
public final class DnsCheck implements Check {

    private static final int TIMEOUT_MS = 2_000;
    private static final int MOST = 2;

    private final Kernel kernel;
    private final int port;

    @Activate
    public DnsCheck() {
        this(Path.of("/"), 53);
    }

    DnsCheck(Path root, int port) {
        kernel = new Kernel(root);
        this.port = port;
    }

    @Override
    public String id() {
        return "dns";
    }

    @Override
    public Texts title() {
        return Texts.of("Resolució de noms", "Resolución de nombres", "Name resolution");
    }

    @Override
    public Finding look() throws IOException {
        List<InetAddress> servers = kernel.nameServers();
        List<InetAddress> reachable = servers.stream()
                .filter(server -> server.isLoopbackAddress() || kernel.hasDefaultRoute())
                .limit(MOST)
                .toList();
        if (reachable.isEmpty()) {
            return Finding.skipped(Texts.of(
                    "No hi ha cap servidor de noms al qual es pugui arribar.",
                    "No hay ningún servidor de nombres al que se pueda llegar.",
                    "No name server is set that could be reached."));
        }
        for (InetAddress server : reachable) {
            if (answers(server)) {
                return Finding.fine(Texts.of(
                        server.getHostAddress() + " respon.",
                        server.getHostAddress() + " responde.",
                        server.getHostAddress() + " answers."));
            }
        }
        String first = reachable.get(0).getHostAddress();
        return Finding.warning(
                Texts.of(
                        "El servidor de noms " + first + " no respon.",
                        "El servidor de nombres " + first + " no responde.",
                        "The name server " + first + " does not answer."),
                Texts.of(
                        "Poseu-ne un que funcioni a /etc/resolv.conf, o a la configuració de la xarxa.",
                        "Ponga uno que funcione en /etc/resolv.conf, o en la configuración de la red.",
                        "Name one that works in /etc/resolv.conf, or in the settings of the network."));
    }

    /** Asks for the name servers of the root; any answer will do, a refusal too. */
    private boolean answers(InetAddress server) throws IOException {
        short id = (short) ThreadLocalRandom.current().nextInt();
        byte[] question = ByteBuffer.allocate(17)
                .putShort(id)
                .putShort((short) 0x0100)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0)
                .put((byte) 0)
                .putShort((short) 2)
                .putShort((short) 1)
                .array();
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(server, port));
            socket.setSoTimeout(TIMEOUT_MS);
            socket.send(new DatagramPacket(question, question.length));
            var answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            return answer.getLength() >= 12 && ByteBuffer.wrap(answer.getData()).getShort() == id;
        } catch (IOException e) {
            // No answer, or nobody listens there.
            return false;
        }
    }
}
