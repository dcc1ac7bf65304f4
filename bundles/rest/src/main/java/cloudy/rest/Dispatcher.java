// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Has an operation answer a request that the gate let in. */
final class Dispatcher {

    private Dispatcher() {}

    static void dispatch(Exchange exchange) throws Exception {
        Operation operation = exchange.routes()
                .operation(exchange.match().route())
                .orElseThrow(() -> Problem.of(503, "This part of the node is starting; try again in a moment."));
        Call call = exchange.call();
        send(exchange, operation.answer(call));
    }

    private static void send(Exchange exchange, Answer answer) throws IOException {
        HttpServletResponse response = exchange.response();
        Reply.head(response, answer);
        if (isKnown(exchange, answer)) {
            response.setStatus(304);
            return;
        }
        if (answer.content() instanceof Answer.Json json) {
            byte[] bytes = Json.write(json.value().get()).getBytes(StandardCharsets.UTF_8);
            response.setContentType("application/json");
            Reply.send(response, bytes);
        } else if (answer.content() instanceof Answer.Bytes bytes) {
            response.setContentType(bytes.type());
            Reply.send(response, bytes.bytes());
        }
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
