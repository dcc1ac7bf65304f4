// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The people with an account. A change is on the disk before it holds; there is always an admin once there was one. */
final class Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final int MAX = 100;

    private final UserFile file;
    private final BiConsumer<String, String> news;
    private final boolean lost;
    private volatile SortedMap<String, User> byName;

    /** @param news is told the name of a user and what happened to him, after it did */
    Users(Path folder, BiConsumer<String, String> news) {
        this.news = news;
        file = new UserFile(folder);
        KeptFile.Found<List<User>> found = file.open();
        var users = new TreeMap<String, User>();
        found.content().orElse(List.of()).forEach(user -> users.put(user.name(), user));
        byName = Collections.unmodifiableSortedMap(users);
        lost = found.lost();
        if (lost) {
            LOG.error("The users of this node are lost; the token in data/run opens it, on the node itself");
        }
    }

    Optional<User> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<User> byId(String id) {
        return byName.values().stream().filter(user -> user.id().equals(id)).findFirst();
    }

    List<User> all() {
        return List.copyOf(byName.values());
    }

    /** Whether whoever has the set-up code may become the first admin. Never where users were lost. */
    boolean needsSetup() {
        return !lost && !hasAdmin(byName);
    }

    /** Adds the first admin; of two at once one is refused. */
    synchronized void addFirst(User admin) {
        if (!needsSetup()) {
            throw alreadySetUp();
        }
        add(admin);
    }

    synchronized void add(User user) {
        if (byName.containsKey(user.name())) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Ja hi ha un usuari amb aquest nom.",
                            "Ya hay un usuario con este nombre.",
                            "There is a user of this name already."),
                    "name");
        }
        if (byName.size() >= MAX) {
            throw Problem.of(
                    409,
                    Texts.of(
                                    "Hi ha %s usuaris, que són tots els que caben en un node.",
                                    "Hay %s usuarios, que son todos los que caben en un nodo.",
                                    "There are %s users, which is all that a node has room for.")
                            .with(MAX));
        }
        var users = new TreeMap<>(byName);
        users.put(user.name(), user);
        store(users);
        news.accept(user.name(), "added");
    }

    /**
     * Changes a user.
     *
     * @param id whom: a name may have become another user's
     * @param edit sees the user as of now, and may throw
     */
    synchronized User change(String id, String what, UnaryOperator<User> edit) {
        User user = byId(id).orElseThrow(Users::unknown);
        User changed = edit.apply(user);
        if (!changed.equals(user)) {
            var users = new TreeMap<>(byName);
            users.put(changed.name(), changed);
            keepAnAdmin(users);
            store(users);
            news.accept(user.name(), what);
        }
        return changed;
    }

    synchronized User remove(String name) {
        var users = new TreeMap<>(byName);
        User removed = Optional.ofNullable(users.remove(name)).orElseThrow(Users::unknown);
        keepAnAdmin(users);
        store(users);
        news.accept(name, "removed");
        return removed;
    }

    static Problem alreadySetUp() {
        return Problem.of(
                409,
                Texts.of(
                        "Aquest node ja està configurat; entreu-hi.",
                        "Este nodo ya está configurado; entre en él.",
                        "This node has been set up already; sign in."));
    }

    static Problem unknown() {
        return Problem.notFound(
                Texts.of("No existeix aquest usuari.", "No existe este usuario.", "There is no such user."));
    }

    private void keepAnAdmin(Map<String, User> users) {
        if (hasAdmin(byName) && !hasAdmin(users)) {
            throw Problem.of(
                    409,
                    Texts.of(
                            "Aquest és l'últim administrador; primer cal fer-ne un altre.",
                            "Este es el último administrador; primero hay que hacer otro.",
                            "This is the last admin; make another one first."));
        }
    }

    private static boolean hasAdmin(Map<String, User> users) {
        return users.values().stream().anyMatch(user -> user.role() == Role.ADMIN);
    }

    private void store(SortedMap<String, User> users) {
        try {
            file.write(users.values());
        } catch (IOException e) {
            throw new UncheckedIOException("data/access/users.json cannot be written", e);
        }
        byName = Collections.unmodifiableSortedMap(users);
    }
}
