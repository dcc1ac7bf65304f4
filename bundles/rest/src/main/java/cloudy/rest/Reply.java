// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.InvalidFieldException;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes whole answers. */
final class Reply {

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private Reply() {}

    /** What every answer carries unless it says otherwise. */
    static void begin(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    /** What is answered to a failure; one that nobody expected is logged, and leaves only the id of that line. */
    static Problem problem(Throwable failure, String operation, String instance) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof InvalidFieldException invalid) {
            return Problem.of(400, invalid.getMessage(), invalid.field());
        }
        LOG.error("{} failed ({})", operation, instance, failure);
        return Problem.of(500, "The node failed at this; its log says more.");
    }

    static String instance() {
        return UUID.randomUUID().toString();
    }

    static void problem(HttpServletResponse response, Problem problem, Optional<String> instance) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "about:blank");
        document.put("title", TITLES.getOrDefault(problem.status(), "Error"));
        document.put("status", problem.status());
        document.put("detail", problem.getMessage());
        problem.field().ifPresent(field -> document.put("field", field));
        instance.ifPresent(id -> document.put("instance", "urn:uuid:" + id));
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        send(response, Json.write(document).getBytes(StandardCharsets.UTF_8));
    }

    /** Status and headers. */
    static void head(HttpServletResponse response, Answer answer) {
        response.setStatus(answer.status());
        if (answer.headers().keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals("etag"))) {
            response.setHeader("Cache-Control", "private, no-cache");
        }
        answer.headers().forEach((name, values) -> set(response, name, values));
    }

    private static void set(HttpServletResponse response, String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("the header " + name + " holds what none may");
            }
            if (i == 0) {
                response.setHeader(name, value);
            } else {
                response.addHeader(name, value);
            }
        }
    }

    static void send(HttpServletResponse response, byte[] bytes) throws IOException {
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
