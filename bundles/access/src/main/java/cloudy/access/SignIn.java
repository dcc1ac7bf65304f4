// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a name, a password and a code. */
final class SignIn {

    private static final Texts WRONG = Texts.of(
            "El nom o la contrasenya no són correctes.",
            "El nombre o la contraseña no son correctos.",
            "The name or the password is wrong.");

    private final Users users;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Devices devices;
    private final SignInLog log;
    private final Clock clock;

    SignIn(Users users, Passwords passwords, Attempts attempts, Devices devices, SignInLog log, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.attempts = attempts;
        this.devices = devices;
        this.log = log;
        this.clock = clock;
    }

    /**
     * The door at which somebody signs in.
     *
     * @param hasNoCode whether a code can only be written behind the password
     */
    record Door(String name, Proof proof, boolean hasNoCode) {

        static final Door BROWSER = new Door("browser", Proof.SESSION, false);
        static final Door SHELL = new Door("shell", Proof.SHELL, true);
    }

    /**
     * Signs somebody in.
     *
     * @param mark of the browser
     * @throws Problem 401 when something is wrong, 429 when it comes too soon; the same, and after the same time, for a
     *     name that nobody has
     */
    User check(String name, char[] password, String code, InetAddress from, Optional<String> mark, Door door) {
        Optional<User> user = users.find(name);
        var attempt =
                attempts.begin(name, from, user.flatMap(known -> mark.flatMap(text -> devices.number(known, text))));
        try {
            User signedIn = check(user, password, code, attempt.isKnown(), door);
            attempt.succeed();
            log.succeeded(new Caller(name, signedIn.role(), door.proof(), Set.of()), from, door.name());
            return signedIn;
        } catch (Problem problem) {
            if (problem.status() == 429) {
                attempt.withdraw();
            } else {
                log.failed(from, door.name());
            }
            throw problem;
        }
    }

    private User check(Optional<User> user, char[] typed, String code, boolean known, Door door) {
        int blank = lastBlank(typed);
        boolean isSplit = door.hasNoCode()
                && code.isEmpty()
                && blank >= 0
                && user.flatMap(User::confirmed).isPresent();
        char[] password = isSplit ? Arrays.copyOf(typed, blank) : typed;
        String shown = isSplit ? new String(typed, blank + 1, typed.length - blank - 1) : code;
        if (!passwords.matches(user.map(User::password), password, known)) {
            throw Problem.of(401, WRONG);
        }
        User right = user.orElseThrow(() -> Problem.of(401, WRONG));
        if (right.confirmed().isPresent()) {
            right = users.change(right.id(), "used", latest -> useCode(latest, shown));
        }
        return refreshed(right, password);
    }

    private static int lastBlank(char[] typed) {
        int at = typed.length - 1;
        while (at >= 0 && typed[at] != ' ') {
            at--;
        }
        return at;
    }

    /** Uses up a code, of the telephone or from the paper. */
    private User useCode(User user, String code) {
        SecondFactor second = user.confirmed().orElseThrow(() -> Problem.of(401, WRONG));
        var step = Totp.match(second.secret(), code, clock.instant(), second.lastStep());
        if (step.isPresent()) {
            return user.noting(new SecondFactor(second.secret(), true, step.getAsLong(), second.recovery()));
        }
        String hash = Secret.sha256(Secret.typed(code));
        List<String> left =
                second.recovery().stream().filter(kept -> !kept.equals(hash)).toList();
        if (left.size() == second.recovery().size()) {
            throw Problem.of(
                    401,
                    Texts.of(
                            "El codi del segon factor falta o no és correcte.",
                            "El código del segundo factor falta o no es correcto.",
                            "The code of the second factor is missing or wrong."),
                    "code");
        }
        return user.noting(new SecondFactor(second.secret(), true, second.lastStep(), left));
    }

    /** Hashes the password anew when the way to do it has changed. */
    private User refreshed(User user, char[] password) {
        if (!passwords.isOutdated(user.password())) {
            return user;
        }
        var today = PasswordHash.parse(passwords.hash(password));
        return users.change(
                user.id(),
                "used",
                latest -> latest.password().equals(user.password()) ? latest.rehashed(today) : latest);
    }

    /**
     * Has a user who is signed in show the password once more.
     *
     * @throws Problem 403 when it is wrong, 429 when it comes too soon
     */
    void confirm(User user, String field, String password, InetAddress from) {
        var attempt = attempts.beginSignedIn(user.name(), from);
        try {
            if (!passwords.matches(Optional.of(user.password()), password.toCharArray(), true)) {
                log.failed(from, "account");
                throw Problem.of(
                        403,
                        Texts.of(
                                "La contrasenya no és correcta.",
                                "La contraseña no es correcta.",
                                "The password is wrong."),
                        field);
            }
            attempt.succeed();
        } catch (Problem problem) {
            if (problem.status() == 429) {
                attempt.withdraw();
            }
            throw problem;
        }
    }
}
