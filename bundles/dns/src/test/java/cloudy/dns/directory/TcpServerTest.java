// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import static cloudy.dns.directory.Neighbourhood.heard;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Those who come by TCP are bounded in number, and none keeps the others waiting. */
class TcpServerTest {

    private final Neighbourhood directory = new Neighbourhood();
    private final List<Socket> sockets = new ArrayList<>();
    private TcpServer server;

    @BeforeEach
    void start() throws IOException {
        for (int i = 1; i <= 300; i++) {
            directory.add(heard("a-device-with-a-long-name-" + i, "10.1." + i / 200 + '.' + (1 + i % 200)));
        }
        server = server(Duration.ofSeconds(30));
    }

    private TcpServer server(Duration patience) throws IOException {
        var names = new Names(false, () -> 1);
        directory.watch(cloudy.api.network.Query.all(), names::follow);
        var zone = new Zone(
                Name.fromConstantString(Asked.ZONE),
                names,
                key -> cloudy.api.Txt.EMPTY,
                List::of,
                new Serial(names, () -> 1, System::nanoTime));
        return new TcpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), zone, new Counts(), patience);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void severalQueriesAtOnceAreAnsweredInTheirOrder() throws IOException {
        Socket socket = connect(server);
        var out = new DataOutputStream(socket.getOutputStream());
        for (int i = 1; i <= 5; i++) {
            send(out, "a-device-with-a-long-name-" + i + ".node", Type.A);
        }

        var in = new DataInputStream(socket.getInputStream());
        for (int i = 1; i <= 5; i++) {
            assertThat(Asked.data(read(in), Section.ANSWER)).containsExactly("10.1.0." + (1 + i));
        }
    }

    @Test
    void aQueryMayComeByteByByte() throws IOException {
        Socket socket = connect(server);
        socket.setTcpNoDelay(true);
        byte[] query = query("a-device-with-a-long-name-7.node", Type.A);
        socket.getOutputStream().write(query.length >> 8);
        socket.getOutputStream().write(query.length);
        for (byte b : query) {
            socket.getOutputStream().write(b);
        }

        assertThat(Asked.data(read(new DataInputStream(socket.getInputStream())), Section.ANSWER))
                .containsExactly("10.1.0.8");
    }

    @Test
    void whoDoesNotReadIsNotSentMoreAndHoldsNobodyUp() throws IOException {
        Socket deaf = connect(server);
        deaf.setSoTimeout(10_000);
        var out = new DataOutputStream(deaf.getOutputStream());
        byte[] query = query("_proxy3._tcp", Type.PTR);
        // More than what both kernels and the server's one answer hold: writing stops, as the server reads no more.
        var writer = new Thread(() -> {
            try {
                for (int i = 0; i < 2_000_000; i++) {
                    out.writeShort(query.length);
                    out.write(query);
                }
            } catch (IOException closed) {
                // By the test's end.
            }
        });
        writer.setDaemon(true);
        writer.start();
        Awaitility.await().until(() -> writer.getState() == Thread.State.RUNNABLE && server.connections() == 1);

        for (int i = 0; i < 20; i++) {
            Socket other = connect(server);
            send(new DataOutputStream(other.getOutputStream()), "a-device-with-a-long-name-1.node", Type.A);
            assertThat(read(new DataInputStream(other.getInputStream())).getSection(Section.ANSWER))
                    .hasSize(1);
            other.close();
        }
        assertThat(writer.isAlive()).isTrue();
    }

    @Test
    void whoIsLateIsCutOff() throws IOException {
        try (TcpServer strict = server(Duration.ofMillis(300))) {
            Socket silent = connect(strict);
            Socket dribbling = connect(strict);
            dribbling.getOutputStream().write(0);

            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(dribbling.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whatIsNoQueryEndsTheConnection() throws IOException {
        Socket socket = connect(server);
        socket.getOutputStream().write(new byte[] {0x7f, 0x7f});
        assertThat(socket.getInputStream().read()).isEqualTo(-1);

        Socket other = connect(server);
        other.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
        assertThat(other.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void theLongestIdleMakesRoomForWhoeverComes() throws IOException {
        Socket first = connect(server);
        Awaitility.await().until(() -> server.connections() == 1);
        for (int i = 0; i < TcpServer.MOST + 10; i++) {
            Socket next = connect(server);
            send(new DataOutputStream(next.getOutputStream()), "a-device-with-a-long-name-1.node", Type.A);
            assertThat(read(new DataInputStream(next.getInputStream())).getRcode())
                    .isZero();
            assertThat(server.connections()).isLessThanOrEqualTo(TcpServer.MOST);
        }
        assertThat(first.getInputStream().read()).isEqualTo(-1);
    }

    private Socket connect(TcpServer to) throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        socket.connect(to.address(), 5_000);
        return socket;
    }

    private static byte[] query(String name, int type) throws IOException {
        return Message.newQuery(
                        Record.newRecord(Name.fromString(name, Name.fromConstantString(Asked.ZONE)), type, DClass.IN))
                .toWire();
    }

    private static void send(DataOutputStream out, String name, int type) throws IOException {
        byte[] query = query(name, type);
        out.writeShort(query.length);
        out.write(query);
        out.flush();
    }

    private static Message read(DataInputStream in) throws IOException {
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return new Message(answer);
    }
}
