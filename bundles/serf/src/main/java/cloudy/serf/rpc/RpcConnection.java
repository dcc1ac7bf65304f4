// SPDX-License-Identifier: Apache-2.0
package cloudy.serf.rpc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

/**
 * One TCP connection to an agent's RPC: a stream of msgpack objects, in which answers and streamed events are told apart
 * by the number of the question.
 *
 * <p>One thread reads; any thread may ask. Whatever goes wrong closes the connection, and nothing is read after that.
 */
final class RpcConnection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;

    /** How long one message may take from its first byte to its last: nobody keeps us waiting by dripping. */
    private static final Duration SLOWEST_MESSAGE = Duration.ofSeconds(30);

    /** Few enough that all of them fit into the buffers of a socket, so that asking never blocks. */
    private static final int MAX_PENDING = 128;

    /** Writes the body that follows the header of a question. */
    interface Body {

        void write(MessagePacker out) throws IOException;
    }

    /** @param evenOnError whether the body comes in spite of an error, as that of {@code join} does */
    private record Question<T>(
            CompletableFuture<T> answer, Reply<T> body, boolean evenOnError, ScheduledFuture<?> deadline) {}

    /** A question that goes on being answered. */
    private record Stream(CompletableFuture<Void> accepted, Reply<Void> item, ScheduledFuture<?> deadline) {}

    private final Socket socket;
    private final ScheduledExecutorService timer;
    private final Duration slowest;
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong lastQuestion = new AtomicLong();
    private final Map<Long, Question<?>> questions = new ConcurrentHashMap<>();
    private final Map<Long, Stream> streams = new ConcurrentHashMap<>();
    private final DeadlineInput input;

    private RpcConnection(Socket socket, ScheduledExecutorService timer, Duration slowest) throws IOException {
        this.socket = socket;
        this.timer = timer;
        this.slowest = slowest;
        input = new DeadlineInput(socket);
    }

    /** Connects; blocks for two seconds at most. */
    static RpcConnection open(InetSocketAddress address, ScheduledExecutorService timer) throws IOException {
        return open(address, timer, SLOWEST_MESSAGE);
    }

    static RpcConnection open(InetSocketAddress address, ScheduledExecutorService timer, Duration slowest)
            throws IOException {
        var socket = new Socket();
        try {
            socket.connect(address, CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            var connection = new RpcConnection(socket, timer, slowest);
            var reader = new Thread(connection::readAll, "cloudy-serf-rpc");
            reader.setDaemon(true);
            reader.start();
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Completes with the reason when the connection is closed, whoever closed it. */
    CompletableFuture<String> closed() {
        return closed;
    }

    <T> CompletableFuture<T> ask(String command, Body body, Reply<T> reply, Duration limit) {
        return ask(command, body, reply, false, limit);
    }

    /** Asks. The answer is completed by the reading thread; when it does not come in time the connection is closed. */
    <T> CompletableFuture<T> ask(String command, Body body, Reply<T> reply, boolean evenOnError, Duration limit) {
        if (questions.size() >= MAX_PENDING) {
            return CompletableFuture.failedFuture(new RpcException("too many questions wait for an answer"));
        }
        var answer = new CompletableFuture<T>();
        return deadline(command, limit)
                .map(deadline -> {
                    long number = lastQuestion.incrementAndGet();
                    questions.put(number, new Question<>(answer, reply, evenOnError, deadline));
                    send(command, number, body);
                    return answer;
                })
                .orElseGet(() -> CompletableFuture.failedFuture(new RpcException("this node is stopping")));
    }

    /** Asks for a stream: each item is read by the reading thread for as long as the connection is open. */
    CompletableFuture<Void> follow(String command, Body body, Reply<Void> item, Duration limit) {
        var accepted = new CompletableFuture<Void>();
        return deadline(command, limit)
                .map(deadline -> {
                    long number = lastQuestion.incrementAndGet();
                    streams.put(number, new Stream(accepted, item, deadline));
                    send(command, number, body);
                    return accepted;
                })
                .orElseGet(() -> CompletableFuture.failedFuture(new RpcException("this node is stopping")));
    }

    private Optional<ScheduledFuture<?>> deadline(String command, Duration limit) {
        Runnable giveUp =
                () -> close("the agent did not answer \"" + command + "\" within " + limit.toSeconds() + " s");
        try {
            return Optional.of(timer.schedule(giveUp, limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            return Optional.empty();
        }
    }

    private void send(String command, long number, Body body) {
        try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
            out.packMapHeader(2)
                    .packString("Command")
                    .packString(command)
                    .packString("Seq")
                    .packLong(number);
            body.write(out);
            synchronized (socket) {
                socket.getOutputStream().write(out.toByteArray());
            }
        } catch (IOException e) {
            close("the agent cannot be written to: " + e.getMessage());
        }
        if (!open.get()) {
            // It may have been closed between being found open and taking the question.
            failAll(closed.getNow("closed"));
        }
    }

    private void readAll() {
        String reason = "closed by the agent";
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(input)) {
            var in = new WireReader(unpacker);
            while (open.get()) {
                input.waitForEver();
                if (!unpacker.hasNext()) {
                    break;
                }
                input.within(slowest);
                readOne(in);
            }
        } catch (EOFException e) {
            reason = "closed by the agent in the middle of a message";
        } catch (SocketTimeoutException e) {
            reason = "the agent took too long for one message";
        } catch (IOException e) {
            reason = String.valueOf(e.getMessage());
        } catch (MessagePackException | IllegalArgumentException | ArithmeticException e) {
            reason = "what answers does not speak as a Serf agent does ("
                    + e.getClass().getSimpleName() + ")";
        } finally {
            close(reason);
        }
    }

    private void readOne(WireReader in) throws IOException {
        var header = new Object() {
            long number;
            String error = "";
        };
        in.map(key -> {
            switch (key) {
                case "Seq" -> header.number = in.number();
                case "Error" -> header.error = in.text();
                default -> in.skip();
            }
        });
        Question<?> question = questions.get(header.number);
        if (question != null) {
            // It goes when it is read: where the answer cannot be read it fails with the connection, and as that.
            Runnable told = read(question, header.error, in);
            // And before whoever asked goes on: for him it waits no more.
            questions.remove(header.number);
            told.run();
            return;
        }
        Stream stream = streams.get(header.number);
        if (stream == null) {
            throw new RpcException("the agent answered what nobody asked");
        }
        if (stream.accepted().isDone()) {
            stream.item().read(in);
            return;
        }
        stream.deadline().cancel(false);
        if (header.error.isEmpty()) {
            stream.accepted().complete(null);
        } else {
            streams.remove(header.number);
            stream.accepted().completeExceptionally(new RpcException(header.error));
        }
    }

    private static <T> Runnable read(Question<T> question, String error, WireReader in) throws IOException {
        T body = error.isEmpty() || question.evenOnError() ? question.body().read(in) : null;
        question.deadline().cancel(false);
        return error.isEmpty()
                ? () -> question.answer().complete(body)
                : () -> question.answer().completeExceptionally(new RpcException(error));
    }

    private void failAll(String reason) {
        for (Long number : List.copyOf(questions.keySet())) {
            Question<?> question = questions.remove(number);
            if (question != null) {
                question.deadline().cancel(false);
                question.answer().completeExceptionally(new RpcException(reason));
            }
        }
        for (Stream stream : streams.values()) {
            stream.deadline().cancel(false);
            stream.accepted().completeExceptionally(new RpcException(reason));
        }
    }

    /** Closes for a reason of the caller's; the first one counts. */
    void close(String reason) {
        if (open.compareAndSet(true, false)) {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed enough: nothing is read from it any more.
            }
            closed.complete(reason);
            failAll(reason);
        }
    }

    @Override
    public void close() {
        close("closed by this node");
    }

    /** A socket's stream that gives up when a message as a whole takes too long. */
    private static final class DeadlineInput extends InputStream {

        private final Socket socket;
        private final InputStream in;

        /** When the present message must be complete, in nanoseconds; 0 between messages. */
        private long deadline;

        DeadlineInput(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
        }

        void waitForEver() {
            deadline = 0;
        }

        void within(Duration time) {
            deadline = (System.nanoTime() + time.toNanos()) | 1;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int millis = 0;
            if (deadline != 0) {
                millis = (int) ((deadline - System.nanoTime()) / 1_000_000);
                if (millis <= 0) {
                    throw new SocketTimeoutException();
                }
            }
            socket.setSoTimeout(millis);
            return in.read(bytes, offset, length);
        }
    }
}
