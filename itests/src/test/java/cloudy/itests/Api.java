// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A client of a node's HTTP API that is on the node's host, and shows the same headers with every request. Its requests
 * are sent one after the other.
 */
final class Api implements Closeable {

    static final int HTTPS = 7443;
    static final int HTTP = 7000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer; names of headers are in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // made and read here alone
    record Reply(int status, Map<String, List<String>> headers, byte[] bytes) {

        String text() {
            return new String(bytes, UTF_8);
        }

        JsonNode json() {
            return Api.parse(text());
        }

        /** The first value of a header; empty when it is missing. */
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of(""))
                    .get(0);
        }

        /** This answer, which must have a status. */
        Reply must(int wanted) {
            if (status != wanted) {
                throw new AssertionError("answered with " + this + ", not with " + wanted);
            }
            return this;
        }

        @Override
        public String toString() {
            return status + " " + text();
        }
    }

    private final Talker wire;
    private final String host;
    private final String from;
    private final Map<String, String> headers;

    private Api(Talker wire, String host, String from, Map<String, String> headers) {
        this.wire = wire;
        this.host = host;
        this.from = from;
        this.headers = headers;
    }

    /**
     * A client that shows nothing.
     *
     * @param host the address of the node's by which it is called
     * @param authority the certificate that it trusts
     */
    static Api on(Host place, String host, Path authority) throws IOException {
        return new Api(place.java(Wire.class, host, authority.toString()), host, "-", Map.of());
    }

    /** This client with one more header. */
    Api with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Api(wire, host, from, more);
    }

    /** This client with a token. */
    Api with(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** This client from another address of the host. */
    Api from(String address) {
        return new Api(wire, host, address, headers);
    }

    /** What it shows. */
    Map<String, String> headers() {
        return headers;
    }

    Reply get(String path) throws IOException {
        return send("GET", path, null);
    }

    Reply post(String path, Object body) throws IOException {
        return send("POST", path, body);
    }

    Reply put(String path, Object body) throws IOException {
        return send("PUT", path, body);
    }

    Reply patch(String path, Object body) throws IOException {
        return send("PATCH", path, body);
    }

    Reply delete(String path) throws IOException {
        return send("DELETE", path, null);
    }

    /** Sends a request with a JSON body, with none for null. */
    Reply send(String method, String path, Object body) throws IOException {
        return raw("tls", HTTPS, request(method, path, body == null ? "" : json(body)), "");
    }

    /** Sends a request with a body as it is. */
    Reply sendText(String method, String path, String body) throws IOException {
        return raw("tls", HTTPS, request(method, path, body), "");
    }

    /** Reads a stream until a pattern is found in its lines; what came until then. */
    Reply listen(String path, String until) throws IOException {
        return raw("tls", HTTPS, request("GET", path, ""), until);
    }

    /** A request over plain HTTP. */
    Reply plain(String method, String path) throws IOException {
        return raw("plain", HTTP, request(method, path, ""), "");
    }

    /** Sends bytes as they are; the answer is cut off where its lines have a pattern in them, if one is given. */
    Reply raw(String kind, int port, String request, String until) throws IOException {
        String answer;
        synchronized (wire) {
            wire.say(String.join(
                    " ",
                    from,
                    kind,
                    Integer.toString(port),
                    base64(until.getBytes(UTF_8)),
                    base64(request.getBytes(UTF_8))));
            answer = wire.hear();
        }
        if (answer == null || answer.startsWith("!")) {
            throw new IOException("the node did not answer: " + answer);
        }
        return reply(Base64.getDecoder().decode(answer));
    }

    /** What is sent for a request. */
    String request(String method, String path, String body) {
        var text = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\n");
        var all = new LinkedHashMap<String, String>();
        all.put("Host", host + ":" + HTTPS);
        if (!body.isEmpty()) {
            all.put("Content-Type", "application/json");
            all.put("Content-Length", Integer.toString(body.getBytes(UTF_8).length));
        }
        all.putAll(headers);
        all.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").append(body).toString();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Reply reply(byte[] bytes) {
        int end = 0;
        while (end + 3 < bytes.length
                && !(bytes[end] == '\r'
                        && bytes[end + 1] == '\n'
                        && bytes[end + 2] == '\r'
                        && bytes[end + 3] == '\n')) {
            end++;
        }
        String[] lines = new String(bytes, 0, end, ISO_8859_1).split("\r\n", -1);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int body = Math.min(end + 4, bytes.length);
        return new Reply(
                Integer.parseInt(lines[0].split(" ", -1)[1]), headers, Arrays.copyOfRange(bytes, body, bytes.length));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        wire.close();
    }
}
