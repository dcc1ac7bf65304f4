// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Problem;
import cloudy.rest.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes whole answers. */
final class Reply {

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
    private static final int WORTH_ZIPPING = 1024;
    private static final Pattern ZIP_ACCEPTED = Pattern.compile("(?i)\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
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
            Map.entry(507, "Insufficient Storage"),
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

    /** The status in words. */
    static String title(int status) {
        return TITLES.getOrDefault(status, "Error");
    }

    /** What is answered to a failure that was foreseen. */
    static Optional<Problem> problem(Throwable failure) {
        if (failure instanceof Problem problem) {
            return Optional.of(problem);
        }
        if (failure instanceof InvalidFieldException invalid) {
            return Optional.of(Problem.of(400, invalid.texts(), invalid.field()));
        }
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 8; depth++) {
            Optional<Problem> trouble = each instanceof IOException e ? ofDisk(e) : Optional.empty();
            if (trouble.isPresent()) {
                return trouble;
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    /** Java has no types for most of these; the words are the system's (ENOSPC, EDQUOT, EROFS, EIO). */
    private static Optional<Problem> ofDisk(IOException failure) {
        String words = String.valueOf(failure.getMessage());
        if (words.contains("No space left on device") || words.contains("Disk quota exceeded")) {
            return Optional.of(Problem.of(
                    507,
                    Texts.of(
                            "El disc del node és ple; feu-hi lloc i torneu-hi.",
                            "El disco del nodo está lleno; haga sitio y vuelva a intentarlo.",
                            "The node's disk is full; make room, and do it again.")));
        }
        if (words.contains("Read-only file system")
                || words.contains("Input/output error")
                || failure instanceof SyncFailedException) {
            return Optional.of(Problem.of(
                    507,
                    Texts.of(
                            "Al disc del node no s'hi pot escriure, i no ha canviat res. Una targeta SD gastada es torna"
                                    + " només de lectura: feu-ne una còpia i canvieu-la.",
                            "En el disco del nodo no se puede escribir, y no ha cambiado nada. Una tarjeta SD gastada se"
                                    + " vuelve de solo lectura: haga una copia y cámbiela.",
                            "The node's disk cannot be written, and nothing has changed. A worn SD card turns read-only:"
                                    + " make a copy and replace it.")));
        }
        boolean forbidden = failure instanceof AccessDeniedException
                || (failure instanceof FileNotFoundException && words.contains("(Permission denied)"));
        if (forbidden) {
            return Optional.of(Problem.of(
                    507,
                    Texts.of(
                            "El node no pot llegir o escriure un fitxer que li cal, i no ha canviat res; els d'etc/ i data/"
                                    + " han de ser de l'usuari del node.",
                            "El nodo no puede leer o escribir un fichero que necesita, y no ha cambiado nada; los de etc/ y"
                                    + " data/ deben ser del usuario del nodo.",
                            "The node may not read or write a file that this needs, and nothing has changed; those in etc/"
                                    + " and data/ must belong to the node's user.")));
        }
        return Optional.empty();
    }

    /** Answers a failure; one that nobody foresaw is logged, and the caller learns no more than the id of that line. */
    static void problem(Visit visit, Throwable failure, String operation) throws IOException {
        Optional<Problem> foreseen = problem(failure);
        if (foreseen.isPresent()) {
            problem(visit, foreseen.get(), Optional.empty());
            return;
        }
        String instance = UUID.randomUUID().toString();
        LOG.error("{} failed ({})", operation, instance, failure);
        Problem unforeseen = Problem.of(
                500,
                Texts.of(
                        "El node no ho ha pogut fer; el seu registre en diu més.",
                        "El nodo no ha podido hacerlo; su registro dice más.",
                        "The node failed at this; its log says more."));
        problem(visit, unforeseen, Optional.of(instance));
    }

    static void problem(Visit visit, Problem problem, Optional<String> instance) throws IOException {
        HttpServletResponse response = visit.response();
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        for (String name : List.of("ETag", "Content-Encoding", "Location")) {
            response.setHeader(name, null);
        }
        response.setHeader("Cache-Control", "no-store");
        if (problem.status() == 404 && Nowhere.isSeen(visit.request())) {
            response.setStatus(404);
            Nowhere.show(response, problem.texts(), visit.languages());
            return;
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "about:blank");
        document.put("title", title(problem.status()));
        document.put("status", problem.status());
        document.put("detail", problem.texts().in(visit.languages()));
        problem.field().ifPresent(field -> document.put("field", field));
        instance.ifPresent(id -> document.put("instance", "urn:uuid:" + id));
        problem.retryAfterS().ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        response.setHeader(
                "Content-Language", problem.texts().language(visit.languages()).toLanguageTag());
        response.setHeader("Vary", "Accept-Language");
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

    private static void send(HttpServletResponse response, byte[] bytes) throws IOException {
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Says what will be sent, which is smaller than the document where that is worth it and the caller can read it. */
    static byte[] announce(HttpServletRequest request, HttpServletResponse response, byte[] bytes) throws IOException {
        byte[] sent = smaller(request, response, bytes);
        response.setContentLength(sent.length);
        return sent;
    }

    private static byte[] smaller(HttpServletRequest request, HttpServletResponse response, byte[] bytes)
            throws IOException {
        String type = String.valueOf(response.getContentType());
        boolean text = type.equals("application/json") || type.startsWith("text/") || type.startsWith("image/svg");
        if (!text || bytes.length < WORTH_ZIPPING || response.getHeader("Content-Encoding") != null) {
            return bytes;
        }
        response.addHeader("Vary", "Accept-Encoding");
        String accepted = String.valueOf(request.getHeader("Accept-Encoding"));
        if (!ZIP_ACCEPTED.matcher(accepted).find()) {
            return bytes;
        }
        var zipped = new ByteArrayOutputStream(bytes.length / 4);
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        response.setHeader("Content-Encoding", "gzip");
        return zipped.toByteArray();
    }
}
