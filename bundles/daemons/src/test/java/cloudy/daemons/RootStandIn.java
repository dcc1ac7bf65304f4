// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says what root's helper says, of one program that it runs as a child. */
final class RootStandIn implements Closeable {

    private final Path folder;
    private final ServerSocketChannel listening;
    private final Thread thread;
    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private volatile List<String> command = List.of();
    private volatile String refusal = "";
    private volatile boolean silent;
    private final List<SocketChannel> unanswered = new CopyOnWriteArrayList<>();
    private volatile List<Reply> installation = List.of();
    private volatile Process process;

    RootStandIn(Path folder) throws IOException {
        this.folder = folder;
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket()));
        thread = new Thread(this::serve, "root-stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    Path socket() {
        return folder.resolve("socket");
    }

    List<Request> asked() {
        return asked;
    }

    void runs(String... words) {
        command = List.of(words);
    }

    void refuses(String why) {
        refusal = why;
    }

    /** From now on it takes calls, and says nothing. */
    void hangs() {
        silent = true;
    }

    void installs(Reply... replies) {
        installation = List.of(replies);
    }

    /** From now on nobody answers. */
    void closeSocket() throws IOException, InterruptedException {
        listening.close();
        thread.join();
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel call = listening.accept();
                if (silent) {
                    unanswered.add(call);
                    continue;
                }
                try (call) {
                    answer(call, Frames.request(call));
                } catch (EOFException justLooked) {
                    // Whether somebody is here.
                }
            }
        } catch (IOException | InterruptedException over) {
            // The test is over.
        }
    }

    private void answer(SocketChannel call, Request request) throws IOException, InterruptedException {
        asked.add(request);
        if (!refusal.isEmpty()) {
            Frames.send(call, new Reply.Refused(refusal));
        } else if (request instanceof Request.Start) {
            startWriting(call);
            Frames.send(call, new Reply.Running(process.pid()));
        } else if (request instanceof Request.Signal) {
            process.destroy();
            Frames.send(call, new Reply.Done(0));
        } else if (request instanceof Request.Stop) {
            Frames.send(call, new Reply.Done(0));
        } else if (request instanceof Request.Read) {
            startWriting(call);
            Frames.send(call, new Reply.Done(process.waitFor()));
        } else if (request instanceof Request.Status) {
            Frames.send(
                    call, process.isAlive() ? new Reply.Running(process.pid()) : new Reply.Done(process.exitValue()));
        } else {
            for (Reply reply : installation) {
                Frames.send(call, reply);
            }
        }
    }

    private void startWriting(SocketChannel call) throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Frames.send(call, new Reply.Open(pipe.toString()));
        process = new ProcessBuilder(command).redirectOutput(pipe.toFile()).start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SocketChannel call : unanswered) {
            call.close();
        }
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
