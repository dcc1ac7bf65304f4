// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.access.Caller;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in at guifi.net, and what this node is there: kept among the settings, the token as a secret. The password
 * is kept nowhere.
 */
final class Account {

    /** How long guifi.net takes a token. */
    private static final Duration GOOD_FOR = Duration.ofHours(12);

    private static final String TOKEN = ".token";
    private static final int TOKEN_PARTS = 3;

    private final Settings settings;

    Account(Settings settings) {
        this.settings = settings;
    }

    String user() {
        return text("user");
    }

    /** The token; empty while nobody is signed in. */
    String token() {
        return settings.secret(Guifi.PID, TOKEN).map(String::new).orElse("");
    }

    /** The node on guifi.net's map; 0 for none. */
    long node() {
        return number("node");
    }

    /** This device at guifi.net; 0 for none. */
    long device() {
        return number("device");
    }

    /** When the token was made, by guifi.net's clock; a token that does not say so has no such time. */
    Optional<Instant> signedIn() {
        try {
            // <user's id>:<digest>:<seconds>, see guifi.net's login.
            String[] parts = new String(Base64.getDecoder().decode(token()), StandardCharsets.US_ASCII).split(":", -1);
            return parts.length == TOKEN_PARTS && parts[2].matches("[0-9]{1,11}")
                    ? Optional.of(Instant.ofEpochSecond(Long.parseLong(parts[2])))
                    : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Until when guifi.net takes the token. */
    Optional<Instant> until() {
        return signedIn().map(made -> made.plus(GOOD_FOR));
    }

    void signIn(String user, String token, Caller by) throws IOException {
        change(Map.of("user", user, TOKEN, token), by);
    }

    /** Forgets the token; the name stays, for the next time. */
    void forgetToken(Caller by) throws IOException {
        if (!token().isEmpty()) {
            change(Map.of(TOKEN, ""), by);
        }
    }

    /** Says where this device is; another place has other devices. */
    void place(long node, Caller by) throws IOException {
        change(node == node() ? Map.of("node", positive(node)) : Map.of("node", positive(node), "device", ""), by);
    }

    void device(long device, Caller by) throws IOException {
        change(Map.of("device", positive(device)), by);
    }

    private static String positive(long id) {
        return id > 0 ? Long.toString(id) : "";
    }

    /** An empty text is none. */
    private void change(Map<String, String> values, Caller by) throws IOException {
        var changes = new HashMap<String, Optional<String>>();
        values.forEach((key, value) -> changes.put(key, Optional.of(value).filter(text -> !text.isEmpty())));
        settings.change(Guifi.PID, changes, by);
    }

    private String text(String key) {
        return settings.read(Guifi.PID).getOrDefault(key, "").strip();
    }

    private long number(String key) {
        String text = text(key);
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    }
}
