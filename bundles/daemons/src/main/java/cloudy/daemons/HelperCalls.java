// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Calls to root's helper: one request each. */
record HelperCalls(Path socket) {

    /** Whether there is a helper on this machine. */
    boolean isThere() {
        return Files.exists(socket);
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
            return next(call, kind);
        }
    }

    /** The next reply, which has to be of a kind. */
    static <R extends Reply> R next(SocketChannel call, Class<R> kind) throws IOException {
        Reply reply = Frames.reply(call);
        if (reply instanceof Reply.Refused refused) {
            throw new IOException(refused.why());
        }
        if (!kind.isInstance(reply)) {
            throw new IOException("an answer of another kind: " + reply);
        }
        return kind.cast(reply);
    }
}
