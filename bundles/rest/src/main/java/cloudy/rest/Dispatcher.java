// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has operations answer the requests that the gate let in. */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /** A server's own would be 32 kB for each of hundreds of callers that listen. */
    private static final int STREAM_BUFFER = 2048;

    private final Trail trail;
    private final Streams streams;

    Dispatcher(Trail trail, Streams streams) {
        this.trail = trail;
        this.streams = streams;
    }

    void dispatch(Exchange exchange) throws Exception {
        Operation operation = exchange.routes()
                .operation(exchange.match().route())
                .orElseThrow(() -> Problem.of(503, "This part of the node is starting; try again in a moment."));
        Answer answer = operation.answer(exchange.call());
        if (answer.content() instanceof Answer.Later later) {
            AsyncContext context = exchange.request().startAsync(exchange.request(), exchange.response());
            new Wait(context, (value, failure) -> finish(exchange, value, failure)).begin(later.answer());
        } else if (answer.content() instanceof Answer.Stream stream) {
            stream(exchange, answer, stream);
        } else {
            send(exchange, answer);
        }
    }

    /** Answers a failure. */
    void fail(Visit visit, Throwable failure) throws IOException {
        trail.end(visit, Reply.problem(failure).map(Problem::status).orElse(500));
        String operation =
                visit.route().map(Route::operationId).orElse(visit.request().getMethod());
        Reply.problem(visit.response(), failure, operation);
    }

    /** Ends every stream. */
    void close() {
        streams.close();
    }

    private void finish(Exchange exchange, Answer answer, Throwable failure) {
        try {
            if (failure == null) {
                send(exchange, answer);
            } else {
                fail(exchange.visit(), failure);
            }
        } catch (IOException | RuntimeException e) {
            try {
                fail(exchange.visit(), e);
            } catch (IOException gone) {
                LOG.debug("The caller has gone", gone);
            }
        }
    }

    private void stream(Exchange exchange, Answer answer, Answer.Stream stream) throws IOException {
        HttpServletResponse response = exchange.response();
        Reply.head(response, answer);
        response.setContentType(stream.type());
        trail.end(exchange.visit(), answer.status());
        if (exchange.request().getMethod().equals("HEAD")) {
            return;
        }
        response.setBufferSize(STREAM_BUFFER);
        AsyncContext context = exchange.request().startAsync(exchange.request(), response);
        var pieces = new Pieces(context, response.getOutputStream(), exchange.visit()::stands, streams::remove);
        try {
            if (!streams.add(pieces)) {
                throw Problem.of(503, "The node is stopping.");
            }
            pieces.begin(stream);
        } catch (Exception e) {
            fail(exchange.visit(), e);
            context.complete();
        }
    }

    private void send(Exchange exchange, Answer answer) throws IOException {
        HttpServletResponse response = exchange.response();
        Reply.head(response, answer);
        if (isKnown(exchange, answer)) {
            response.setStatus(304);
            trail.end(exchange.visit(), 304);
            return;
        }
        byte[] bytes = bytes(answer.content(), response);
        // Before the caller hears of it: what was acknowledged is in the log.
        trail.end(exchange.visit(), answer.status());
        if (!(answer.content() instanceof Answer.Nothing)) {
            Reply.send(exchange.request(), response, bytes);
        }
    }

    private static byte[] bytes(Answer.Content content, HttpServletResponse response) {
        if (content instanceof Answer.Json json) {
            response.setContentType("application/json");
            return Json.write(json.value().get()).getBytes(StandardCharsets.UTF_8);
        }
        if (content instanceof Answer.Bytes bytes) {
            response.setContentType(bytes.type());
            return bytes.bytes();
        }
        if (content instanceof Answer.Nothing) {
            return new byte[0];
        }
        throw new IllegalArgumentException("what is answered later must be whole");
    }

    /** Whether the caller has this version already. */
    private static boolean isKnown(Exchange exchange, Answer answer) {
        List<String> tag = answer.headers().getOrDefault("ETag", List.of());
        String known = exchange.request().getHeader("If-None-Match");
        if (answer.status() != 200 || tag.isEmpty() || known == null) {
            return false;
        }
        for (String each : known.split(",", -1)) {
            String plain = each.trim().replaceFirst("^W/", "");
            if (plain.equals(tag.get(0)) || plain.equals("*")) {
                return true;
            }
        }
        return false;
    }
}
