// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Access.Session;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Signing in and out, and the browsers that are signed in. */
final class SessionOperations {

    private static final String LOCATION = "/api/v1/sessions/current";

    private final People people;

    SessionOperations(People people) {
        this.people = people;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "signIn", this::signIn,
                "getSession", this::getSession,
                "signOut", this::signOut,
                "listSessions", this::listSessions,
                "endSession", this::endSession);
    }

    private Answer signIn(Call call) {
        User user = people.signIn()
                .check(
                        call.bodyText("name").orElse(""),
                        call.bodyText("password").orElse("").toCharArray(),
                        call.bodyText("code").orElse(""),
                        call.from(),
                        Cookies.find(call.headers(), Cookies.DEVICE),
                        SignIn.Door.BROWSER);
        return signedIn(user, call);
    }

    /** Gives the browser a new session in place of the one that it may have. */
    Answer signedIn(User user, Call call) {
        find(call).ifPresent(old -> people.sessions().end(old.session().id()));
        var opened = people.sessions().open(user, call.from(), call.headers().getOrDefault("user-agent", ""));
        Answer answer = Answer.created(LOCATION, shown(user, opened.session(), opened.csrf()));
        return withCookies(answer, user, opened, call);
    }

    /** A new session after all of the user's have ended; nothing for a caller who has none. */
    Answer renewed(Answer answer, User user, Call call) {
        if (call.requireCaller().proof() != Proof.SESSION) {
            return answer;
        }
        var opened = people.sessions().open(user, call.from(), call.headers().getOrDefault("user-agent", ""));
        return withCookies(answer, user, opened, call);
    }

    private Answer withCookies(Answer answer, User user, Sessions.Opened opened, Call call) {
        String mark = Cookies.find(call.headers(), Cookies.DEVICE)
                .filter(shown -> people.devices().number(user, shown).isPresent())
                .orElseGet(() -> people.devices().mark(user));
        return Cookies.withDevice(
                Cookies.withSession(answer, opened.cookie(), people.limits().session()), mark);
    }

    private Answer getSession(Call call) {
        Caller caller = call.requireCaller();
        Optional<Sessions.Found> found = caller.proof() == Proof.SESSION ? find(call) : Optional.empty();
        if (found.isPresent()) {
            Sessions.Found session = found.get();
            return Answer.ok(shown(session.user(), session.session(), session.csrf()));
        }
        return Answer.ok(shown(caller));
    }

    private Answer signOut(Call call) {
        Sessions.Found found = find(call)
                .orElseThrow(() -> Problem.of(
                        409,
                        Texts.of(
                                "Aquí no hi ha cap sessió per tancar.",
                                "Aquí no hay ninguna sesión que cerrar.",
                                "There is no session to end here.")));
        people.sessions().end(found.session().id());
        return Cookies.withoutSession(Answer.done());
    }

    private Answer listSessions(Call call) {
        Caller caller = call.requireCaller();
        var present = find(call).map(found -> found.session().id());
        var mine = people.sessions().all().stream()
                .filter(session -> isVisible(session, caller))
                .sorted(Comparator.comparing(BrowserSession::id))
                .toList();
        return Answer.ok(Page.of(mine, BrowserSession::id, call.number("limit"), call.find("cursor"))
                .map(session -> {
                    var shown = shown(session);
                    shown.put("current", present.equals(Optional.of(session.id())));
                    return shown;
                })
                .toMap());
    }

    private Answer endSession(Call call) {
        String id = call.text("id");
        if (people.sessions().all().stream()
                .noneMatch(session -> session.id().equals(id) && isVisible(session, call.requireCaller()))) {
            throw Problem.notFound(
                    Texts.of("No existeix aquesta sessió.", "No existe esta sesión.", "There is no such session."));
        }
        people.sessions().end(id);
        return Answer.done();
    }

    private boolean isVisible(BrowserSession session, Caller caller) {
        return caller.role().includes(Role.ADMIN)
                || people.users()
                        .byId(session.userId())
                        .filter(user -> user.name().equals(caller.name()))
                        .isPresent();
    }

    private Optional<Sessions.Found> find(Call call) {
        return Cookies.find(call.headers(), Session.COOKIE).flatMap(people.sessions()::use);
    }

    private Map<String, Object> shown(User user, BrowserSession session, String csrf) {
        var caller = people.callerOf(user);
        Map<String, Object> shown = shown(caller);
        shown.put("secondFactor", user.confirmed().isPresent());
        shown.put("csrf", csrf);
        shown.put("id", session.id());
        shown.put("ends", session.created().plus(people.limits().session()));
        return shown;
    }

    private static Map<String, Object> shown(Caller caller) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("user", caller.name());
        shown.put("role", caller.role());
        shown.put("proof", caller.proof());
        shown.put("scopes", caller.scopes().stream().sorted().toList());
        return shown;
    }

    private Map<String, Object> shown(BrowserSession session) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("id", session.id());
        shown.put("user", people.users().byId(session.userId()).map(User::name).orElse(""));
        shown.put("address", session.address());
        shown.put("device", session.device());
        shown.put("created", session.created());
        shown.put("lastUsed", session.lastUsed());
        shown.put("ends", session.created().plus(people.limits().session()));
        return shown;
    }
}
