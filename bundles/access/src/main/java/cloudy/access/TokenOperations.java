// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tokens of programs. A token makes no tokens: one that was stolen could else outlive its end. */
final class TokenOperations {

    private final People people;

    TokenOperations(People people) {
        this.people = people;
    }

    Map<String, Operation> operations() {
        return Map.of("listTokens", this::listTokens, "makeToken", this::makeToken, "revokeToken", this::revokeToken);
    }

    private Answer listTokens(Call call) {
        Caller caller = call.requireCaller();
        List<Token> mine = people.tokens().all().stream()
                .filter(token -> isVisible(token, caller))
                .toList();
        return Answer.ok(Page.of(mine, Token::key, call.number("limit"), call.find("cursor"))
                .map(this::shown)
                .toMap());
    }

    private Answer makeToken(Call call) {
        Caller caller = call.requireCaller();
        User owner = owner(call, caller);
        Role role = UserOperations.role(call).orElse(owner.role());
        if (!caller.role().includes(role)) {
            throw Tokens.tooMuch();
        }
        Duration lasts = call.body().get("days") instanceof Number days
                ? Duration.ofDays(days.longValue())
                : people.limits().token();
        var made = people.tokens().make(owner, call.bodyText("name").orElse(""), role, scopes(call), lasts);
        Map<String, Object> shown = shown(made.token());
        shown.put("token", made.text());
        return Answer.created("/api/v1/tokens/" + made.token().id(), shown).with("Cache-Control", "no-store");
    }

    /** Users make tokens for themselves; who owns the node, on the node, for any user. */
    private User owner(Call call, Caller caller) {
        Optional<String> user = call.bodyText("user");
        if (caller.proof() == Proof.LOCAL) {
            String name = user.orElseGet(this::onlyUser);
            return people.users()
                    .find(name)
                    .orElseThrow(() -> new InvalidFieldException(
                            "user", Texts.of("no és cap usuari", "no es ningún usuario", "is no user"), name));
        }
        if (caller.proof() != Proof.SESSION) {
            throw Problem.of(
                    403,
                    Texts.of(
                            "Una clau no crea claus; cal entrar.",
                            "Una clave no crea claves; hay que entrar.",
                            "A token makes no tokens; sign in."));
        }
        if (user.isPresent() && !user.get().equals(caller.name())) {
            throw Problem.of(
                    403,
                    Texts.of(
                            "Només podeu crear claus per a vós.",
                            "Solo puede crear claves para usted.",
                            "You make tokens for yourself only."),
                    "user");
        }
        return UserOperations.own(people, call);
    }

    /** Whose a token is when nobody is named. */
    private String onlyUser() {
        List<String> names = people.users().all().stream().map(User::name).toList();
        if (names.isEmpty()) {
            throw new InvalidFieldException(
                    "user",
                    Texts.of(
                            "encara no hi ha cap usuari; feu-ne un abans: cloudy user add",
                            "todavía no hay ningún usuario; haga uno antes: cloudy user add",
                            "there is no user yet; make one first: cloudy user add"));
        }
        if (names.size() > 1) {
            throw new InvalidFieldException(
                    "user",
                    Texts.of(
                                    "cal dir de qui serà la clau (--user): %s",
                                    "hay que decir de quién será la clave (--user): %s",
                                    "say whose the token is to be (--user): %s")
                            .with(String.join(", ", names.subList(0, Math.min(names.size(), 20)))));
        }
        return names.get(0);
    }

    private static Set<String> scopes(Call call) {
        var scopes = new LinkedHashSet<String>();
        if (call.body().get("scopes") instanceof List<?> list) {
            list.forEach(scope -> scopes.add(scope.toString()));
        }
        return scopes;
    }

    private Answer revokeToken(Call call) {
        String id = call.text("id");
        if (people.tokens()
                .find(id)
                .filter(token -> isVisible(token, call.requireCaller()))
                .isEmpty()) {
            throw Problem.notFound(
                    Texts.of("No existeix aquesta clau.", "No existe esta clave.", "There is no such token."));
        }
        people.tokens().revoke(id);
        return Answer.done();
    }

    private boolean isVisible(Token token, Caller caller) {
        return caller.role().includes(Role.ADMIN)
                || people.users()
                        .byId(token.userId())
                        .filter(user -> user.name().equals(caller.name()))
                        .isPresent();
    }

    private Map<String, Object> shown(Token token) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("id", token.id());
        shown.put("name", token.name());
        shown.put("user", people.users().byId(token.userId()).map(User::name).orElse(""));
        shown.put("role", token.role());
        shown.put("scopes", token.scopes().stream().sorted().toList());
        shown.put("created", token.created());
        shown.put("ends", token.ends());
        token.lastUsed().ifPresent(time -> shown.put("lastUsed", time));
        return shown;
    }
}
