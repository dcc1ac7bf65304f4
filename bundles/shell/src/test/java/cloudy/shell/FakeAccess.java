// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.access.Access;
import cloudy.api.access.Caller;
import cloudy.api.access.Caller.Proof;
import cloudy.api.access.Role;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Some people and their passwords. */
final class FakeAccess implements Access {

    private record Person(String password, Role role) {}

    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final List<InetAddress> from = new CopyOnWriteArrayList<>();

    void add(String name, String password, Role role) {
        people.put(name, new Person(password, role));
    }

    /** Where those who tried were said to come from. */
    List<InetAddress> from() {
        return from;
    }

    @Override
    public Optional<Caller> token(String token, InetAddress address) {
        return Optional.empty();
    }

    @Override
    public Optional<Session> session(String cookie, InetAddress address) {
        return Optional.empty();
    }

    @Override
    public Optional<Caller> password(String name, char[] password, String code, InetAddress address) {
        from.add(address);
        return Optional.ofNullable(people.get(name))
                .filter(person -> person.password().equals(new String(password)))
                .map(person -> new Caller(name, person.role(), Proof.SHELL, Set.of()));
    }
}
