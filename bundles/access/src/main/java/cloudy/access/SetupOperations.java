// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Problem;
import java.util.Map;
import java.util.Set;

/** Making the first admin. */
final class SetupOperations {

    private final People people;
    private final SessionOperations sessions;
    private final SignInLog log;

    SetupOperations(People people, SessionOperations sessions, SignInLog log) {
        this.people = people;
        this.sessions = sessions;
        this.log = log;
    }

    Map<String, Operation> operations() {
        return Map.of("getSetup", this::getSetup, "setUp", this::setUp, "beginRestore", this::beginRestore);
    }

    private Answer getSetup(Call call) {
        return Answer.ok(Map.of("needed", people.users().needsSetup()));
    }

    private Answer setUp(Call call) {
        requireCode(call);
        User admin = UserOperations.make(people, call, Role.ADMIN);
        people.users().addFirst(admin);
        log.succeeded(new Caller(admin.name(), Role.ADMIN, Proof.SESSION, Set.of()), call.from(), "set-up");
        return sessions.signedIn(admin, call);
    }

    private Answer beginRestore(Call call) {
        requireCode(call);
        String token = people.setupToken().make();
        people.setupToken().use(token).ifPresent(owner -> log.succeeded(owner, call.from(), "set-up"));
        return Answer.ok(Map.of("token", token));
    }

    private void requireCode(Call call) {
        if (!people.users().needsSetup()) {
            throw Users.alreadySetUp();
        }
        var attempt = people.attempts().begin(call.from());
        if (!people.setup().matches(call.bodyText("code").orElse(""))) {
            log.failed(call.from(), "set-up");
            throw Problem.of(
                    403,
                    Texts.of(
                            "El codi d'instal·lació no és correcte; el node el mostra en engegar.",
                            "El código de instalación no es correcto; el nodo lo muestra al arrancar.",
                            "The set-up code is wrong; the node shows it when it starts."),
                    "code");
        }
        attempt.succeed();
    }
}
