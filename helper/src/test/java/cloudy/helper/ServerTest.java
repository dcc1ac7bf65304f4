// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloudy.helper.wire.DebianPackage;
import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real socket, and whoever calls there. */
class ServerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Request> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch hold = new CountDownLatch(1);
    private ServerSocketChannel listening;
    private UnixDomainSocketAddress address;
    private Thread serving;

    @BeforeEach
    void listen() throws IOException {
        address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(address);
    }

    @AfterEach
    void end() throws Exception {
        hold.countDown();
        listening.close();
        if (serving != null) {
            // Of its wait for callers, which does not notice that the socket is closed.
            serving.interrupt();
            serving.join(LONG.toMillis());
            assertThat(serving.isAlive()).isFalse();
        }
    }

    @Test
    void doesWhatItsCallerAsksFor() throws Exception {
        serve(System.getProperty("user.name"), LONG);

        assertThat(ask(new Request.Install(DebianPackage.FPING))).isEqualTo(new Reply.Done(7));
        assertThat(done).containsExactly(new Request.Install(DebianPackage.FPING));
    }

    @Test
    void nobodyElseIsListenedTo() throws Exception {
        serve("nobody-of-here", LONG);

        assertThat(ask(new Request.Stop(Program.SERF)))
                .isEqualTo(new Reply.Refused("only the user nobody-of-here is listened to"));
        assertThat(done).isEmpty();
    }

    /** The kernel says who calls, whatever the caller says. */
    @Test
    void anotherUserOfThisMachineIsRefused() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "calling as another user needs root");
        Files.setPosixFilePermissions(address.getPath(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        serve("root", LONG);

        var caller = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Caller.class.getName(),
                        address.getPath().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(caller.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(said).contains("only the user root is listened to");
        assertThat(done).isEmpty();
    }

    @Test
    void whoSaysNothingIsNotWaitedForAndOthersAreServedMeanwhile() throws Exception {
        serve(System.getProperty("user.name"), LONG);
        try (var silent = SocketChannel.open(address)) {
            silent.write(ByteBuffer.wrap(new byte[] {0}));
            assertThat(ask(new Request.Stop(Program.SERF))).isEqualTo(new Reply.Done(7));

            assertThat(silent.read(ByteBuffer.allocate(9))).isEqualTo(-1);
        }
    }

    @Test
    void tooManyAtOnceAreTurnedAway() throws Exception {
        serve(System.getProperty("user.name"), LONG);
        List<SocketChannel> callers = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                var caller = SocketChannel.open(address);
                callers.add(caller);
                Frames.send(caller, new Request.Start(Program.SERF, List.of("hold"), java.util.Map.of()));
            }
            await().atMost(LONG).until(() -> done.size() == 8);

            assertThatThrownBy(() -> ask(new Request.Stop(Program.SERF))).isInstanceOf(IOException.class);
        } finally {
            hold.countDown();
            for (SocketChannel caller : callers) {
                caller.close();
            }
        }
        await().atMost(LONG).ignoreExceptions().until(() -> ask(new Request.Stop(Program.SERF))
                .equals(new Reply.Done(7)));
    }

    @Test
    void endsWhenNobodyCalls() throws Exception {
        serve(System.getProperty("user.name"), Duration.ofMillis(50));

        serving.join(LONG.toMillis());
        assertThat(serving.isAlive()).isFalse();
        // systemd's socket is its own, and the next caller has another helper started.
        assertThat(listening.isOpen()).isTrue();
    }

    @Test
    void brokenCallsOnTheRealSocketDoNothingAndDisturbNobody() throws Exception {
        serve(System.getProperty("user.name"), LONG);
        var random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            try (var caller = SocketChannel.open(address)) {
                caller.write(ByteBuffer.wrap(WireTest.mutated(random)));
                caller.shutdownOutput();
                while (caller.read(ByteBuffer.allocate(512)) >= 0) {
                    // Until it hangs up.
                }
            } catch (IOException hungUp) {
                // Before all was said.
            }
        }
        done.clear();
        await().atMost(LONG).ignoreExceptions().until(() -> ask(new Request.Status(Program.NAMED))
                .equals(new Reply.Done(7)));
        assertThat(done).contains(new Request.Status(Program.NAMED));
    }

    private Reply ask(Request request) throws IOException {
        try (var caller = SocketChannel.open(address)) {
            Frames.send(caller, request);
            return Frames.reply(caller);
        }
    }

    private void serve(String caller, Duration idle) {
        var server = new Server(listening, caller, (request, replies) -> {
            done.add(request);
            if (request instanceof Request.Start start && start.arguments().contains("hold")) {
                hold.await(LONG.toSeconds(), TimeUnit.SECONDS);
            }
            replies.send(new Reply.Done(7));
        });
        serving = new Thread(() -> {
            try {
                server.serve(idle);
            } catch (IOException | java.nio.channels.ClosedSelectorException closed) {
                // The test is over.
            }
        });
        serving.start();
    }

    /** What another user runs. */
    static final class Caller {

        public static void main(String[] arguments) throws IOException {
            try (var caller = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
                Frames.send(caller, new Request.Install(DebianPackage.SQUID));
                System.out.println(Frames.reply(caller));
            }
        }
    }
}
