// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The room without OSGi: cheap hashes, a clock of its own, and its operations as a browser at some address uses them. */
final class TestRoom implements AutoCloseable {

    static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(8, 1, 1);
    static final String PASSWORD = "correct horse battery";

    final TestClock clock;
    final List<String> news = new CopyOnWriteArrayList<>();
    final List<String> audited = new CopyOnWriteArrayList<>();
    final AuditLog log;
    final People people;
    private final Map<String, Operation> operations;

    TestRoom(Path data) {
        this(data, new TestClock());
    }

    TestRoom(Path data, TestClock clock) {
        this(data, clock, CHEAP);
    }

    TestRoom(Path data, TestClock clock, PasswordHash.Cost cost) {
        this.clock = clock;
        log = new AuditLog(data.resolve("access"), clock, later -> {}, 1 << 20);
        Audit audit = (caller, from, action, target, outcome) -> {
            audited.add(caller.name() + ' ' + from + ' ' + action + ' ' + target + ' ' + outcome);
            log.append(caller, from, action, target, outcome);
        };
        people = new People(
                data,
                audit,
                clock,
                clock::steadyMs,
                cost,
                () -> Limits.USUAL,
                (user, what) -> news.add(user + ' ' + what));
        operations = new AccessOperations(people, log).operations();
    }

    /** With a user whose password is the usual one. */
    User add(String name, Role role) {
        var user = User.make(name, role, people.hash(PASSWORD), clock.instant());
        people.users().add(user);
        return user;
    }

    static Caller in(String name, Role role) {
        return new Caller(name, role, Proof.SESSION, Set.of());
    }

    Answer call(String operation, Optional<Caller> caller, Map<String, Object> parameters, Map<String, Object> body)
            throws Exception {
        return call(operation, caller, "127.0.0.1", "", parameters, body);
    }

    Answer call(
            String operation,
            Optional<Caller> caller,
            String from,
            String cookies,
            Map<String, Object> parameters,
            Map<String, Object> body)
            throws Exception {
        var all = new HashMap<String, Object>(parameters);
        all.putIfAbsent("limit", 100L);
        var call = new Call(
                caller,
                address(from),
                all,
                body,
                Map.of("cookie", cookies, "user-agent", "Test"),
                List.of(Locale.ENGLISH));
        return operations.get(operation).answer(call);
    }

    Answer signIn(String from, String cookies, String name, String password, String code) throws Exception {
        return call(
                "signIn",
                Optional.empty(),
                from,
                cookies,
                Map.of(),
                Map.of("name", name, "password", password, "code", code));
    }

    /** What a browser sends after such an answer. */
    static String cookies(Answer answer) {
        return String.join(
                "; ",
                answer.headers().get("Set-Cookie").stream()
                        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                        .toList());
    }

    static String cookie(String cookies, String name) {
        return Cookies.find(Map.of("cookie", cookies), name).orElse("");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> json(Answer answer) {
        return (Map<String, Object>) ((Answer.Json) answer.content()).value().get();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> items(Answer answer) {
        return (List<Map<String, Object>>) json(answer).get("items");
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {
        people.close();
        log.close();
    }
}
