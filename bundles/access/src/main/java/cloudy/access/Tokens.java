// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.InvalidFieldException;
import cloudy.api.Text;
import cloudy.api.Why;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bearer tokens, {@code cloudy_<id>_<secret>}. A change is on the disk before it holds. */
final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final int MAX = 500;
    private static final int MAX_PER_USER = 50;
    private static final int MAX_NAME = 64;
    private static final int MAX_SCOPES = 32;
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("cloudy_([0-9a-f]{12})_[0-9a-f]{64}");
    private static final Pattern SCOPE = Pattern.compile("[a-z][a-z0-9-]{0,31}:(?:read|write)");

    /** Held against a token that does not exist, so that its answer takes no less. */
    private static final String NOBODYS = "0".repeat(64);

    /** How old the time of last use may be. */
    private static final Duration UNWRITTEN = Duration.ofHours(1);

    /** A token with what is shown once. */
    record Made(Token token, String text) {}

    private final TokenFile file;
    private final Users users;
    private final Clock clock;
    private Map<String, Token> byId;

    Tokens(Path folder, Users users, Clock clock) {
        this.users = users;
        this.clock = clock;
        file = new TokenFile(folder);
        byId = new LinkedHashMap<>();
        file.open().forEach(token -> byId.put(token.id(), token));
    }

    /** Who shows a token; empty when it is none, not ours, over, or its user's no more. */
    synchronized Optional<Caller> use(String text) {
        var matcher = FORM.matcher(text);
        Token token = matcher.matches() ? byId.get(matcher.group(1)) : null;
        boolean genuine = Secret.equal(token == null ? NOBODYS : token.hash(), Secret.sha256(text));
        Instant now = clock.instant();
        if (token == null || !genuine || !now.isBefore(token.ends())) {
            return Optional.empty();
        }
        Optional<User> user = users.byId(token.userId());
        if (user.isPresent()) {
            note(token, now);
        }
        return user.map(
                owner -> new Caller(owner.name(), lesser(owner.role(), token.role()), Proof.TOKEN, token.scopes()));
    }

    private void note(Token token, Instant now) {
        boolean fresh = token.lastUsed()
                .filter(time -> Duration.between(time, now).abs().compareTo(UNWRITTEN) < 0)
                .isPresent();
        if (fresh) {
            return;
        }
        byId.put(token.id(), token.used(now));
        try {
            file.write(byId.values());
        } catch (IOException e) {
            LOG.warn("When a token was used last cannot be written: {}", e.toString());
        }
    }

    private static Role lesser(Role one, Role other) {
        return one.includes(other) ? other : one;
    }

    /**
     * Makes a token.
     *
     * @throws InvalidFieldException naming what cannot be so
     */
    synchronized Made make(User user, String name, Role role, Set<String> scopes, Duration lasts) {
        check(user, name, role, scopes, lasts);
        String id = Secret.hex(ID_BYTES);
        String text = "cloudy_" + id + '_' + Secret.hex(SECRET_BYTES);
        Instant now = clock.instant();
        var token = new Token(
                id, Secret.sha256(text), name, user.id(), role, scopes, now, now.plus(lasts), Optional.empty());
        var tokens = new LinkedHashMap<>(byId);
        // Not before there is need: by a clock that is years ahead, all of them are over.
        if (isFull(user, tokens)) {
            tokens.values().removeIf(old -> !now.isBefore(old.ends()));
        }
        if (isFull(user, tokens)) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Hi ha massa claus; anul·leu-ne una que ja no es faci servir.",
                            "Hay demasiadas claves; anule una que ya no se use.",
                            "There are too many tokens; revoke one that is not used any more."));
        }
        tokens.put(id, token);
        store(tokens);
        return new Made(token, text);
    }

    private static boolean isFull(User user, Map<String, Token> tokens) {
        return tokens.size() >= MAX || countOf(user, tokens) >= MAX_PER_USER;
    }

    private static void check(User user, String name, Role role, Set<String> scopes, Duration lasts) {
        if (name.isBlank() || name.length() > MAX_NAME || name.codePoints().anyMatch(Text::isControl)) {
            throw new InvalidFieldException(
                    "name",
                    Texts.of(
                                    "ha de ser una línia d'1 a %s caràcters",
                                    "debe ser una línea de 1 a %s caracteres", "must be a line of 1 to %s characters")
                            .with(MAX_NAME),
                    name);
        }
        if (!user.role().includes(role)) {
            throw tooMuch();
        }
        if (scopes.size() > MAX_SCOPES) {
            throw new InvalidFieldException("scopes", Why.mustHaveEntries("", Integer.toString(MAX_SCOPES)));
        }
        for (String scope : scopes) {
            if (!SCOPE.matcher(scope).matches()) {
                throw new InvalidFieldException(
                        "scopes",
                        Texts.of(
                                "han de ser com ara services:read o services:write",
                                "deben ser como services:read o services:write",
                                "must be such as services:read or services:write"),
                        scope);
            }
        }
        if (lasts.isNegative() || lasts.isZero() || lasts.compareTo(Limits.MAX_TOKEN) > 0) {
            throw new InvalidFieldException("days", Why.mustBeBetween(1, Limits.MAX_TOKEN.toDays()));
        }
    }

    static Problem tooMuch() {
        return Problem.of(
                403,
                Texts.of(
                        "Una clau no pot fer més que el seu usuari.",
                        "Una clave no puede hacer más que su usuario.",
                        "A token can do no more than its user."),
                "role");
    }

    private static long countOf(User user, Map<String, Token> tokens) {
        return tokens.values().stream()
                .filter(token -> token.userId().equals(user.id()))
                .count();
    }

    /** All tokens, by name. */
    synchronized List<Token> all() {
        return byId.values().stream().sorted(Comparator.comparing(Token::key)).toList();
    }

    synchronized Optional<Token> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Revokes a token; once this returns nobody can use it. */
    synchronized void revoke(String id) {
        var tokens = new LinkedHashMap<>(byId);
        if (tokens.remove(id) != null) {
            store(tokens);
        }
    }

    /** Forgets the tokens of users who have gone; they open nothing any more. */
    synchronized void sweep() {
        var tokens = new LinkedHashMap<>(byId);
        if (tokens.values().removeIf(token -> users.byId(token.userId()).isEmpty())) {
            store(tokens);
        }
    }

    private void store(Map<String, Token> tokens) {
        try {
            file.write(tokens.values());
        } catch (IOException e) {
            throw new UncheckedIOException("data/access/tokens.json cannot be written", e);
        }
        byId = tokens;
    }
}
