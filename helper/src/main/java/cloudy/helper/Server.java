// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import cloudy.helper.wire.Frames;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Takes calls on a socket: one request each, from one user, a few at a time, each of which has to be said soon. */
final class Server {

    private static final int MOST_CALLERS = 8;
    private static final long SAID_WITHIN_SECONDS = 5;

    private final ServerSocketChannel listening;
    private final String caller;
    private final Handler handler;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService timer;
    private final AtomicInteger calls = new AtomicInteger();

    /** Does what a request says. */
    interface Handler {

        void handle(Request request, Replies replies) throws Exception;
    }

    /** Takes the replies, in order. */
    interface Replies {

        void send(Reply reply) throws IOException;
    }

    /** @param caller the name of the only user who is listened to */
    Server(ServerSocketChannel listening, String caller, Handler handler) {
        this.listening = listening;
        this.caller = caller;
        this.handler = handler;
        threads =
                new ThreadPoolExecutor(0, MOST_CALLERS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Server::daemon);
        timer = Executors.newSingleThreadScheduledExecutor(Server::daemon);
    }

    /** Serves until nobody has called for a while and nothing is being done, or until it is closed. */
    void serve(Duration idle) throws IOException {
        listening.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            listening.register(selector, SelectionKey.OP_ACCEPT);
            while (listening.isOpen()) {
                int ready = selector.select(idle.toMillis());
                selector.selectedKeys().clear();
                if (!listening.isOpen()) {
                    return;
                }
                SocketChannel call = listening.accept();
                if (call != null) {
                    take(call);
                } else if (ready == 0 && calls.get() == 0) {
                    return;
                }
            }
        } finally {
            timer.shutdownNow();
            threads.shutdownNow();
        }
    }

    private void take(SocketChannel call) throws IOException {
        calls.incrementAndGet();
        try {
            threads.execute(() -> {
                try (call) {
                    answer(call);
                } catch (IOException gone) {
                    // Nobody is there to be told.
                } finally {
                    calls.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException tooMany) {
            calls.decrementAndGet();
            call.close();
        }
    }

    private void answer(SocketChannel call) throws IOException {
        Request request;
        Future<?> patience = timer.schedule(() -> close(call), SAID_WITHIN_SECONDS, TimeUnit.SECONDS);
        try {
            if (!isCaller(call)) {
                Frames.send(call, new Reply.Refused("only the user " + caller + " is listened to"));
                return;
            }
            request = Frames.request(call);
        } catch (IllegalArgumentException notAsked) {
            Frames.send(call, new Reply.Refused(notAsked.getMessage()));
            return;
        } finally {
            patience.cancel(false);
        }
        try {
            handler.handle(request, reply -> Frames.send(call, reply));
        } catch (IOException | IllegalArgumentException refused) {
            Frames.send(call, new Reply.Refused(String.valueOf(refused.getMessage())));
        } catch (InterruptedException ends) {
            Thread.currentThread().interrupt();
        } catch (Exception fault) {
            Frames.send(call, new Reply.Refused(fault.toString()));
        }
    }

    /** The kernel says who is at the other end. */
    private boolean isCaller(SocketChannel call) throws IOException {
        UnixDomainPrincipal other = call.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return other.user().getName().equals(caller);
    }

    private static void close(SocketChannel call) {
        try {
            call.close();
        } catch (IOException gone) {
            // As it should be.
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "cloudy-helper");
        thread.setDaemon(true);
        return thread;
    }
}
