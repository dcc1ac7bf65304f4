// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Problem;
import cloudy.rest.contract.Contract;
import cloudy.rest.contract.Route;
import cloudy.rest.json.Json;
import cloudy.rest.time.Clockwork;
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

    /** Less than this the server takes at once, however slow the caller is. */
    static final int AT_ONCE = 8192;

    /** How long an answer may take that comes later. */
    static final long LATER_MILLIS = 120_000;

    /** How long a component may take to be made anew, as each is that gets new settings; nobody sees it then. */
    static final long STARTING_MILLIS = 5_000;

    private final Contract contract;
    private final Trail trail;
    private final Clockwork clock;
    private final Streams streams;

    /** Those whom nobody knows have room of their own, so that they leave the others theirs. */
    private final BodyRoom strangers;

    private final BodyRoom callers;

    Dispatcher(Contract contract, Trail trail, Clockwork clock) {
        this(contract, trail, clock, BodyRoom.inAll());
    }

    /** @param bodies how many bytes of bodies may be in memory at a time */
    Dispatcher(Contract contract, Trail trail, Clockwork clock, long bodies) {
        strangers = new BodyRoom(bodies / 4);
        callers = new BodyRoom(bodies - bodies / 4);
        this.contract = contract;
        this.trail = trail;
        this.clock = clock;
        streams = new Streams(clock);
    }

    void dispatch(Exchange exchange) throws IOException {
        if (!exchange.visit().bringsBody()) {
            answer(exchange, new byte[0]);
            return;
        }
        exchange.visit().takesBody();
        exchange.visit().async();
        BodyRoom room = exchange.match().route().role().isEmpty() ? strangers : callers;
        new Body(exchange.request().getInputStream(), exchange.maxBody(), room, new Body.Next() {
                    @Override
                    public void whole(byte[] bytes) {
                        answer(exchange, bytes);
                    }

                    @Override
                    public void refused(Problem problem, boolean whole) {
                        if (!whole) {
                            exchange.visit().breakOff();
                        }
                        fail(exchange.visit(), problem);
                    }

                    @Override
                    public void missing() {
                        // Whoever is still there must not take silence for success.
                        exchange.visit().breakOff();
                        fail(exchange.visit(), notThere());
                    }
                })
                .begin();
    }

    private static Problem notThere() {
        return Problem.of(
                408,
                Texts.of(
                        "El cos de la petició no ha arribat.",
                        "El cuerpo de la petición no ha llegado.",
                        "The body of the request did not arrive."));
    }

    /** Ends a visit whose answer is there already. */
    void leave(Visit visit) {
        afterBody(visit, visit::done);
    }

    /** Answers a failure, and ends the visit. */
    void fail(Visit visit, Throwable failure) {
        afterBody(visit, () -> answerFailure(visit, failure));
    }

    /** Does something when the caller has sent what he had to send, or too much of it. */
    private void afterBody(Visit visit, Runnable then) {
        if (!visit.leavesBody()) {
            then.run();
            return;
        }
        visit.takesBody();
        if (visit.request().getHeader("Expect") != null) {
            // This caller sends nothing before he is asked to.
            visit.breakOff();
            then.run();
            return;
        }
        try {
            visit.async();
            new Unread(visit.request().getInputStream(), whole -> {
                        if (!whole) {
                            visit.breakOff();
                        }
                        then.run();
                    })
                    .drop(clock);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A servlet has begun to read it", e);
            visit.breakOff();
            then.run();
        }
    }

    private void answerFailure(Visit visit, Throwable failure) {
        try {
            trail.end(visit, Reply.problem(failure).map(Problem::status).orElse(500));
            String operation =
                    visit.route().map(Route::operationId).orElse(visit.request().getMethod());
            Reply.problem(visit, failure, operation);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The caller has gone", e);
        }
        visit.done();
    }

    /** Ends every stream. */
    void close() {
        streams.close();
    }

    private void answer(Exchange exchange, byte[] body) {
        Route route = exchange.match().route();
        exchange.routes().operation(route).ifPresentOrElse(operation -> answer(exchange, body, operation), () -> {
            new Wait<Operation>(STARTING_MILLIS, Dispatcher::starting)
                    .begin(exchange.visit().async(), contract.operation(route), clock, (operation, failure) -> {
                        if (failure == null) {
                            answer(exchange, body, operation);
                        } else {
                            fail(exchange.visit(), failure);
                        }
                    });
        });
    }

    private static Problem starting() {
        return Problem.of(
                503,
                Texts.of(
                        "Aquesta part del node s'està engegant; torneu-ho a provar d'aquí a un moment.",
                        "Esta parte del nodo está arrancando; vuelva a intentarlo dentro de un momento.",
                        "This part of the node is starting; try again in a moment."));
    }

    private static Problem tooLate() {
        return Problem.of(
                503,
                Texts.of(
                        "La resposta no ha arribat a temps.",
                        "La respuesta no ha llegado a tiempo.",
                        "The answer did not come in time."));
    }

    private void answer(Exchange exchange, byte[] body, Operation operation) {
        try {
            trail.begin(exchange.visit());
            Answer answer = operation.answer(exchange.call(body));
            if (answer.content() instanceof Answer.Later later) {
                var wait = new Wait<Answer>(LATER_MILLIS, Dispatcher::tooLate);
                wait.begin(exchange.visit().async(), later.answer(), clock, (value, failure) -> {
                    if (failure == null) {
                        sendOrFail(exchange, value);
                    } else {
                        fail(exchange.visit(), failure);
                    }
                });
            } else if (answer.content() instanceof Answer.Stream stream) {
                stream(exchange, answer, stream);
            } else {
                send(exchange, answer);
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            fail(exchange.visit(), e);
        }
    }

    private void sendOrFail(Exchange exchange, Answer answer) {
        try {
            send(exchange, answer);
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            fail(exchange.visit(), e);
        }
    }

    private void stream(Exchange exchange, Answer answer, Answer.Stream stream) throws Exception {
        HttpServletResponse response = exchange.response();
        Reply.head(response, answer);
        response.setContentType(stream.type());
        trail.end(exchange.visit(), answer.status());
        if (exchange.isHead()) {
            exchange.visit().done();
            return;
        }
        response.setBufferSize(STREAM_BUFFER);
        var pieces = new Pieces(
                exchange.visit().async(),
                response.getOutputStream(),
                exchange.visit().from(),
                exchange.visit()::stands,
                streams::remove);
        if (!streams.add(pieces)) {
            throw Problem.of(
                    503, Texts.of("El node s'està aturant.", "El nodo se está deteniendo.", "The node is stopping."));
        }
        pieces.begin(stream);
    }

    private void send(Exchange exchange, Answer answer) throws IOException {
        HttpServletResponse response = exchange.response();
        Reply.head(response, answer);
        if (answer.content() instanceof Answer.Json) {
            // Titles and reasons are in the language of the caller.
            response.addHeader("Vary", "Accept-Language");
        }
        if (isKnown(exchange, answer)) {
            response.setStatus(304);
            trail.end(exchange.visit(), 304);
            exchange.visit().done();
            return;
        }
        byte[] bytes = bytes(answer.content(), response);
        // Before the caller hears of it: what was acknowledged is in the log.
        trail.end(exchange.visit(), answer.status());
        byte[] sent = answer.content() instanceof Answer.Nothing
                ? bytes
                : Reply.announce(exchange.request(), response, bytes);
        if (sent.length > AT_ONCE && !exchange.isHead()) {
            exchange.visit().async();
            new Parcel(exchange.visit(), response.getOutputStream(), sent).begin(clock);
            return;
        }
        if (!exchange.isHead()) {
            response.getOutputStream().write(sent);
        }
        exchange.visit().done();
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
