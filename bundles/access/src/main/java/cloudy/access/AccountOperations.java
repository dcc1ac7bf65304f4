// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Caller.Proof;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What users do with their own accounts; who signs in with a token of theirs does not. */
final class AccountOperations {

    private static final int RECOVERY_CODES = 10;

    private final People people;
    private final SessionOperations sessions;

    AccountOperations(People people, SessionOperations sessions) {
        this.people = people;
        this.sessions = sessions;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "changePassword", this::changePassword,
                "beginSecondFactor", this::beginSecondFactor,
                "confirmSecondFactor", this::confirmSecondFactor,
                "removeSecondFactor", this::removeSecondFactor);
    }

    private Answer changePassword(Call call) {
        User user = signedIn(call);
        String password = call.bodyText("password").orElse("");
        PasswordRule.check("password", user.name(), password);
        confirm(user, "current", call);
        PasswordHash hash = people.hash(password);
        User changed = people.users()
                .change(user.id(), "changed", latest -> same(user, latest).withPassword(hash));
        people.sweep();
        return sessions.renewed(Answer.done(), changed, call);
    }

    private Answer beginSecondFactor(Call call) {
        User user = signedIn(call);
        confirm(user, "password", call);
        String secret = Totp.secret();
        people.users().change(user.id(), "used", latest -> {
            if (latest.confirmed().isPresent()) {
                throw Problem.of(
                        409,
                        Texts.of(
                                "Ja hi ha un segon factor; primer cal treure'l.",
                                "Ya hay un segundo factor; primero hay que quitarlo.",
                                "There is a second factor already; remove it first."));
            }
            return latest.noting(SecondFactor.unconfirmed(secret));
        });
        var answer = new LinkedHashMap<String, Object>();
        answer.put("secret", secret);
        answer.put("uri", Totp.uri(user.name(), secret));
        return Answer.ok(answer).with("Cache-Control", "no-store");
    }

    private Answer confirmSecondFactor(Call call) {
        User user = signedIn(call);
        String code = call.bodyText("code").orElse("");
        var attempt = people.attempts().beginSignedIn(user.name(), call.from());
        var codes = new ArrayList<String>();
        var hashes = new ArrayList<String>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            String made = Secret.code();
            codes.add(made);
            hashes.add(Secret.sha256(Secret.typed(made)));
        }
        User changed = people.users().change(user.id(), "changed", latest -> confirmed(latest, code, hashes));
        attempt.succeed();
        people.sweep();
        Answer answer = Answer.ok(Map.of("recoveryCodes", codes)).with("Cache-Control", "no-store");
        return sessions.renewed(answer, changed, call);
    }

    private User confirmed(User user, String code, List<String> recovery) {
        SecondFactor second = user.secondFactor()
                .filter(begun -> !begun.confirmed())
                .orElseThrow(() -> Problem.of(
                        409,
                        Texts.of(
                                "No hi ha cap segon factor per confirmar.",
                                "No hay ningún segundo factor por confirmar.",
                                "There is no second factor that waits to be confirmed.")));
        long step = Totp.match(second.secret(), code, people.clock().instant(), second.lastStep())
                .orElseThrow(() -> Problem.of(
                        403,
                        Texts.of(
                                "El codi no és correcte; mireu el rellotge del telèfon i el del node.",
                                "El código no es correcto; mire el reloj del teléfono y el del nodo.",
                                "The code is wrong; check the clocks of the telephone and of the node."),
                        "code"));
        return user.withSecondFactor(Optional.of(new SecondFactor(second.secret(), true, step, recovery)));
    }

    private Answer removeSecondFactor(Call call) {
        User user = signedIn(call);
        confirm(user, "password", call);
        User changed = people.users()
                .change(
                        user.id(),
                        "changed",
                        latest -> latest.secondFactor().isPresent()
                                ? same(user, latest).withSecondFactor(Optional.empty())
                                : latest);
        people.sweep();
        return sessions.renewed(Answer.done(), changed, call);
    }

    private void confirm(User user, String field, Call call) {
        people.signIn().confirm(user, field, call.bodyText(field).orElse(""), call.from());
    }

    /** The password that was shown must still be the one that counts. */
    private static User same(User shown, User latest) {
        if (latest.epoch() != shown.epoch()) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Algú acaba de canviar el vostre compte; torneu-lo a mirar.",
                            "Alguien acaba de cambiar su cuenta; vuelva a mirarla.",
                            "Your account has just been changed by somebody; look at it again."));
        }
        return latest;
    }

    private User signedIn(Call call) {
        if (call.requireCaller().proof() != Proof.SESSION) {
            throw Problem.of(
                    403,
                    Texts.of(
                            "Això només ho pot fer un usuari que hagi entrat.",
                            "Esto solo lo puede hacer un usuario que haya entrado.",
                            "This can be done only by a user who is signed in."));
        }
        return UserOperations.own(people, call);
    }
}
