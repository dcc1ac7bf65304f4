// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Access.Session;
import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that this node knows of people and programs, put together. */
final class People implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(People.class);

    private final Clock clock;
    private final Supplier<Limits> limits;
    private final BiConsumer<String, String> news;
    private final Users users;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Devices devices;
    private final SignInLog log;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Tokens tokens;
    private final LocalToken localToken;
    private final SetupCode setup;
    private final SetupToken setupToken = new SetupToken();

    /**
     * Reads what is kept, and makes what is new at each start.
     *
     * @param clockMs see {@link Attempts#steadyMs}
     * @param news is told the name of a user and what happened to him
     */
    People(
            Path data,
            Audit audit,
            Clock clock,
            LongSupplier clockMs,
            PasswordHash.Cost cost,
            Supplier<Limits> limits,
            BiConsumer<String, String> news) {
        this.clock = clock;
        this.limits = limits;
        this.news = news;
        Path folder = data.resolve("access");
        Path run = data.resolve("run");
        passwords = new Passwords(cost);
        attempts = new Attempts(clockMs);
        devices = new Devices(RoomKey.open(folder));
        users = new Users(folder, this::changed);
        log = new SignInLog(audit, clockMs);
        signIn = new SignIn(users, passwords, attempts, devices, log, clock);
        sessions = new Sessions(folder, users, clock, limits);
        tokens = new Tokens(folder, users, clock);
        localToken = new LocalToken(run);
        setup = new SetupCode(run, users.needsSetup());
    }

    // Called with the users locked, so only this order of locks: users, then sessions or tokens.
    private void changed(String name, String what) {
        if (!users.needsSetup() && setup.code().isPresent()) {
            setup.die();
            setupToken.die();
        }
        if (!what.equals("used")) {
            news.accept(name, what);
        }
    }

    Users users() {
        return users;
    }

    /** What is kept of a password; waits for its turn. */
    PasswordHash hash(String password) {
        return PasswordHash.parse(passwords.hash(password.toCharArray()));
    }

    /** A user in a browser. */
    Caller callerOf(User user) {
        return new Caller(user.name(), user.role(), Proof.SESSION, Set.of());
    }

    SignInLog log() {
        return log;
    }

    Attempts attempts() {
        return attempts;
    }

    Devices devices() {
        return devices;
    }

    SignIn signIn() {
        return signIn;
    }

    Sessions sessions() {
        return sessions;
    }

    Tokens tokens() {
        return tokens;
    }

    SetupCode setup() {
        return setup;
    }

    SetupToken setupToken() {
        return setupToken;
    }

    Limits limits() {
        return limits.get();
    }

    Clock clock() {
        return clock;
    }

    /** Drops what belonged to users as they were; what cannot be written now opens nothing all the same. */
    void sweep() {
        try {
            sessions.sweep();
            tokens.sweep();
        } catch (RuntimeException e) {
            LOG.warn("Sessions and tokens that have ended are still in their files: {}", e.toString());
        }
    }

    Optional<Caller> token(String token, InetAddress from) {
        Optional<Caller> local = localToken.use(token, from);
        Optional<Caller> made = tokens.use(token);
        Optional<Caller> owner = setupToken.use(token).filter(one -> users.needsSetup());
        return Stream.of(local, made, owner).flatMap(Optional::stream).findFirst();
    }

    Optional<Session> session(String cookie) {
        return sessions.use(cookie).map(this::shown);
    }

    Optional<Session> glance(String cookie) {
        return sessions.find(cookie).map(this::shown);
    }

    private Session shown(Sessions.Found found) {
        return new Session(callerOf(found.user()), found.csrf());
    }

    /** Checks a password where there is no browser; what the role allows is for the door to say. */
    Optional<Caller> password(String name, char[] password, String code, InetAddress from) {
        try {
            User user = signIn.check(name, password, code, from, Optional.empty(), SignIn.Door.SHELL);
            // A browser's session is held against the account each time; here this was the last look at it.
            return users.byId(user.id())
                    .filter(now -> now.epoch() == user.epoch())
                    .map(now -> new Caller(now.name(), now.role(), Proof.SHELL, Set.of()));
        } catch (Problem problem) {
            LOG.debug("Nobody was let in: {}", problem.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        sessions.close();
        localToken.close();
        setup.die();
        setupToken.die();
    }

    /** Whether a caller may do what only admins do. */
    static void requireAdmin(Caller caller) {
        if (!caller.role().includes(Role.ADMIN)) {
            throw Problem.of(
                    403,
                    Texts.of(
                            "Això només ho pot fer un administrador.",
                            "Esto solo lo puede hacer un administrador.",
                            "Only an admin may do this."));
        }
    }
}
