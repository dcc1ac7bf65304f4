// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Calls to root's helper: one request each.
 *
 * @param soon how long it may take to answer
 * @param late how long where it has folders to walk through, or fetches a package meanwhile
 */
record HelperCalls(Path socket, Duration soon, Duration late) {

    HelperCalls(Path socket) {
        this(socket, Duration.ofMinutes(1), Duration.ofMinutes(30));
    }

    /** Whether there is a helper on this machine. */
    boolean isThere() {
        return Files.exists(socket);
    }

    /** Whether it takes calls: a socket may lie there of one that is no more. */
    boolean answers() {
        try (SocketChannel call = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return call.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Says a request; the replies are read from what this returns, and closing that ends the call. */
    SocketChannel call(Request request) throws IOException {
        SocketChannel call = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            call.connect(UnixDomainSocketAddress.of(socket));
            Frames.send(call, request);
            return call;
        } catch (IOException | RuntimeException e) {
            call.close();
            throw e;
        }
    }

    /** Says a request that has one reply. */
    <R extends Reply> R ask(Request request, Class<R> kind) throws IOException {
        try (SocketChannel call = call(request)) {
            return request instanceof Request.Stop ? nextLate(call, kind) : next(call, kind);
        }
    }

    /** The next reply, which has to be of a kind. */
    <R extends Reply> R next(SocketChannel call, Class<R> kind) throws IOException {
        return within(soon, call, kind);
    }

    /** The same, where it may take its time. */
    <R extends Reply> R nextLate(SocketChannel call, Class<R> kind) throws IOException {
        return within(late, call, kind);
    }

    private static <R extends Reply> R within(Duration time, SocketChannel call, Class<R> kind) throws IOException {
        Reply reply;
        // A socket of this kind knows no time limit: whoever closes it ends the waiting.
        var limit = CompletableFuture.runAsync(
                () -> close(call), CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
        try {
            reply = Frames.reply(call);
        } catch (ClosedByInterruptException cancelled) {
            throw cancelled;
        } catch (AsynchronousCloseException tooLong) {
            throw new IOException("root's helper does not answer within " + time.toSeconds() + " s", tooLong);
        } finally {
            limit.cancel(false);
        }
        if (reply instanceof Reply.Refused refused) {
            throw new IOException(refused.why());
        }
        if (!kind.isInstance(reply)) {
            throw new IOException("an answer of another kind: " + reply);
        }
        return kind.cast(reply);
    }

    private static void close(SocketChannel call) {
        try {
            call.close();
        } catch (IOException gone) {
            // As it should be.
        }
    }
}
