// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Syncthing's REST API. Calls block; safe for use by many threads.
 *
 * <p>Whatever answers at the address is not trusted to be Syncthing: an answer has at most 8 MB, and its device must be
 * one.
 */
final class SyncthingClient {

    /** What Syncthing says, and what is kept of it. */
    static final Json JSON = Json.within(32, 256 * 1024);

    private static final int MAX_ANSWER = 8 * 1024 * 1024;
    private static final int MAX_REASON = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String DEVICE_HEADER = "X-Syncthing-ID";

    private final HttpClient http;
    private final URI address;
    private final String key;

    /** @param threads carries the calls; one for each at a time is enough */
    SyncthingClient(URI address, String key, Executor threads) {
        this.address = address;
        this.key = key;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(threads)
                .build();
    }

    /** Syncthing answered, but not with what was asked for. */
    static final class Refusal extends IOException implements Explained {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final transient Texts reason;

        private Refusal(int status, Texts reason) {
            super(reason.english());
            this.status = status;
            this.reason = reason;
        }

        @Override
        public Texts texts() {
            return reason;
        }

        int status() {
            return status;
        }
    }

    /** The device that answers there and takes our key. */
    DeviceId device() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send("GET", "/rest/system/ping", Optional.empty(), PATIENCE);
        try (InputStream body = answer.body()) {
            requireDone(answer, body);
        }
        return answer.headers()
                .firstValue(DEVICE_HEADER)
                .flatMap(DeviceId::parse)
                .orElseThrow(() -> Explained.failure(
                        Texts.of(
                                "no és Syncthing: la resposta no té cap identificador de dispositiu",
                                "no es Syncthing: la respuesta no tiene ningún identificador de dispositivo",
                                "not Syncthing: the answer has no device ID"),
                        null));
    }

    Object get(String path) throws IOException, InterruptedException {
        return ask("GET", path, Optional.empty(), PATIENCE);
    }

    /** The number of the latest event, as soon as there is one after this one, at the latest when the time is over. */
    long awaitEvent(long after, Duration time) throws IOException, InterruptedException {
        String path = "/rest/events?limit=1&since=" + after + "&timeout=" + time.toSeconds();
        return Facts.list(ask("GET", path, Optional.empty(), time.plus(PATIENCE))).stream()
                .mapToLong(event -> event.number("id"))
                .max()
                .orElse(after);
    }

    void put(String path, Map<String, Object> value) throws IOException, InterruptedException {
        ask("PUT", path, Optional.of(value), PATIENCE);
    }

    void patch(String path, Map<String, Object> value) throws IOException, InterruptedException {
        ask("PATCH", path, Optional.of(value), PATIENCE);
    }

    /** Deletes; nothing happens when there is none. */
    void delete(String path) throws IOException, InterruptedException {
        try {
            ask("DELETE", path, Optional.empty(), PATIENCE);
        } catch (Refusal e) {
            if (e.status() != 404) {
                throw e;
            }
        }
    }

    /** A text as one part of a path or a query. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Object ask(String method, String path, Optional<Map<String, Object>> body, Duration time)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send(method, path, body, time);
        try (InputStream stream = answer.body()) {
            byte[] bytes = requireDone(answer, stream);
            return bytes.length == 0 ? Map.of() : JSON.read(bytes);
        }
    }

    private HttpResponse<InputStream> send(
            String method, String path, Optional<Map<String, Object>> body, Duration time)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(time)
                .header("X-API-Key", key)
                .method(
                        method,
                        body.isPresent() ? BodyPublishers.ofByteArray(JSON.write(body.get())) : BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw Explained.failure(
                    Texts.of(
                            "Syncthing no respon a temps",
                            "Syncthing no responde a tiempo",
                            "Syncthing does not answer in time"),
                    e);
        } catch (ConnectException e) {
            throw Explained.failure(
                    Texts.of("ningú no respon a %s", "nadie responde en %s", "nothing answers at %s")
                            .with(address.getAuthority()),
                    e);
        }
    }

    private static byte[] requireDone(HttpResponse<InputStream> answer, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
        if (bytes.length > MAX_ANSWER) {
            throw Explained.failure(
                    Texts.of(
                                    "la resposta fa més de %s bytes",
                                    "la respuesta ocupa más de %s bytes", "the answer is longer than %s bytes")
                            .with(MAX_ANSWER),
                    null);
        }
        if (answer.statusCode() == 403 || answer.statusCode() == 401) {
            throw new Refusal(
                    answer.statusCode(),
                    Texts.of(
                            "el Syncthing que respon no accepta la nostra clau de l'API",
                            "el Syncthing que responde no acepta nuestra clave de la API",
                            "the Syncthing that answers does not take our API key"));
        }
        if (answer.statusCode() != 200) {
            String said = cloudy.api.Text.clean(
                    new String(bytes, 0, Math.min(bytes.length, MAX_REASON), StandardCharsets.UTF_8).strip(),
                    MAX_REASON);
            throw new Refusal(
                    answer.statusCode(),
                    Texts.of(
                                    "Syncthing ha respost %s: %s",
                                    "Syncthing ha respondido %s: %s", "Syncthing answered %s: %s")
                            .with(answer.statusCode(), said));
        }
        return bytes;
    }
}
