// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Posts messages as JSON to an address of the operator's. By {@link HttpURLConnection}, as the newer client keeps threads
 * for a message a month.
 */
final class Webhook implements Channel {

    private static final int TIMEOUT_MS = 10_000;
    private static final JsonFactory JSON = new JsonFactory();

    private final URI address;
    private final Optional<String> token;
    private volatile Optional<HttpURLConnection> busy = Optional.empty();

    /** @param token sent as a bearer token; empty for none */
    Webhook(String address, String token) {
        this.address = parse(address);
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new InvalidFieldException(
                    ".webhookToken",
                    Texts.of(
                            "ha de ser ASCII imprimible sense espais",
                            "debe ser ASCII imprimible sin espacios",
                            "must be printable ASCII without spaces"));
        }
        this.token = Optional.of(token).filter(text -> !text.isEmpty());
    }

    private static URI parse(String address) {
        try {
            URI uri = URI.create(address);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("https") || scheme.equals("http"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new InvalidFieldException(
                "webhook",
                Texts.of(
                        "ha de ser una adreça que comenci per https:// o http://, sense usuari ni contrasenya",
                        "debe ser una dirección que empiece por https:// o http://, sin usuario ni contraseña",
                        "must be an address that begins with https:// or http://, without user and password"));
    }

    @Override
    public String word() {
        return "webhook";
    }

    @Override
    public void send(Message message) throws IOException {
        byte[] body = json(message);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        busy = Optional.of(connection);
        try {
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("User-Agent", "Cloudy");
            token.ifPresent(text -> connection.setRequestProperty("Authorization", "Bearer " + text));
            // Also keeps the JDK from posting once more by itself.
            connection.setFixedLengthStreamingMode(body.length);
            try (var out = connection.getOutputStream()) {
                out.write(body);
            }
            int status = connection.getResponseCode();
            if (status < 200 || status > 299) {
                throw new IOException(address.getHost() + " answered " + status
                        + (status / 100 == 3 ? ", and redirects are not followed" : ""));
            }
        } finally {
            busy = Optional.empty();
            connection.disconnect();
        }
    }

    private static byte[] json(Message message) throws IOException {
        Notice notice = message.notice();
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("key", message.key());
            json.writeStringField("state", message.state());
            json.writeStringField("id", notice.id());
            json.writeStringField("urgency", notice.urgency().name().toLowerCase(Locale.ROOT));
            json.writeStringField("text", notice.text().byLanguage().get("en"));
            json.writeObjectFieldStart("texts");
            for (Map.Entry<String, String> text : notice.text().byLanguage().entrySet()) {
                json.writeStringField(text.getKey(), text.getValue());
            }
            json.writeEndObject();
            json.writeStringField("since", notice.since().toString());
            json.writeObjectFieldStart("node");
            json.writeStringField("id", message.nodeId());
            json.writeStringField("name", message.nodeName());
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        busy.ifPresent(HttpURLConnection::disconnect);
    }
}
