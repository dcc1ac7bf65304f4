// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code data/access/users.json}. */
final class UserFile {

    private final KeptFile file;

    UserFile(Path folder) {
        file = new KeptFile(folder, "users");
    }

    KeptFile.Found<List<User>> open() {
        return file.open(document -> {
            var users = new ArrayList<User>();
            for (Entries entries : document.objects("users")) {
                users.add(read(entries));
            }
            return users;
        });
    }

    private static User read(Entries entries) throws IOException {
        Optional<Entries> second = entries.object("secondFactor");
        return new User(
                entries.text("id"),
                entries.text("name"),
                entries.role("role"),
                PasswordHash.parse(entries.text("password")),
                entries.number("epoch"),
                second.isEmpty() ? Optional.empty() : Optional.of(readSecond(second.get())),
                entries.time("created"));
    }

    private static SecondFactor readSecond(Entries entries) throws IOException {
        return new SecondFactor(
                entries.text("secret"),
                entries.flag("confirmed"),
                entries.number("lastStep"),
                entries.texts("recovery"));
    }

    void write(Collection<User> users) throws IOException {
        file.write(Map.of("users", users.stream().map(UserFile::shown).toList()));
    }

    private static Map<String, Object> shown(User user) {
        var entries = new LinkedHashMap<String, Object>();
        entries.put("id", user.id());
        entries.put("name", user.name());
        entries.put("role", user.role().name().toLowerCase(Locale.ROOT));
        entries.put("password", user.password().toString());
        entries.put("epoch", user.epoch());
        user.secondFactor()
                .ifPresent(second -> entries.put(
                        "secondFactor",
                        Map.of(
                                "secret",
                                second.secret(),
                                "confirmed",
                                second.confirmed(),
                                "lastStep",
                                second.lastStep(),
                                "recovery",
                                second.recovery())));
        entries.put("created", user.created().toString());
        return entries;
    }
}
