// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Who may use this node's own proxy: names and hashes of passwords, as squid's {@code basic_ncsa_auth} reads them. */
final class Users {

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

    private static final int MOST = 2_000;
    private static final int COST = 10;
    private static final int MIN_PASSWORD = 8;
    /** Of what is longer bcrypt looks at no more. */
    private static final int MAX_PASSWORD = 72;

    private static final Pattern LINE = Pattern.compile("(" + NAME + "):(\\$2y\\$[0-9]{2}\\$[./A-Za-z0-9]{53})");

    private final Path folder;

    Users(Path folder) {
        this.folder = folder;
    }

    synchronized List<String> names() throws IOException {
        return List.copyOf(read().keySet());
    }

    /** The file for squid. */
    synchronized String text() throws IOException {
        return text(read());
    }

    private static String text(Map<String, String> users) {
        return users.entrySet().stream()
                .map(user -> user.getKey() + ':' + user.getValue() + '\n')
                .collect(Collectors.joining());
    }

    /** Lets somebody in, or changes his password. */
    synchronized void put(String name, String password) throws IOException {
        if (!name.matches(NAME)) {
            throw new InvalidFieldException(
                    "user",
                    Texts.of(
                            "ha de tenir d'1 a 64 lletres, xifres, punts, guions o @",
                            "debe tener de 1 a 64 letras, cifras, puntos, guiones o @",
                            "must have 1 to 64 letters, digits, dots, hyphens or @"),
                    name);
        }
        if (!password.matches("[ -~]{" + MIN_PASSWORD + ',' + MAX_PASSWORD + '}')) {
            throw new InvalidFieldException(
                    "password",
                    Texts.of(
                                    "ha de tenir de %s a %s caràcters sense accents",
                                    "debe tener de %s a %s caracteres sin acentos",
                                    "must have %s to %s characters without accents")
                            .with(MIN_PASSWORD, MAX_PASSWORD));
        }
        SortedMap<String, String> users = read();
        var salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        users.put(name, OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, COST));
        if (users.size() > MOST) {
            throw new InvalidFieldException("user", Why.mustHaveEntries("", Integer.toString(MOST)));
        }
        write(users);
    }

    /** Takes somebody off the list; answers whether he was on it. */
    synchronized boolean remove(String name) throws IOException {
        SortedMap<String, String> users = read();
        if (users.remove(name) == null) {
            return false;
        }
        write(users);
        return true;
    }

    private void write(Map<String, String> users) throws IOException {
        AtomicFile.privateFolder(folder);
        AtomicFile.write(file(), text(users).getBytes(StandardCharsets.US_ASCII));
    }

    /** What is no user is left out: it must not get to squid. */
    private SortedMap<String, String> read() throws IOException {
        SortedMap<String, String> users = new TreeMap<>();
        try (var lines = Files.lines(file(), StandardCharsets.ISO_8859_1)) {
            lines.limit(MOST).map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
                users.put(line.group(1), line.group(2));
            });
        } catch (NoSuchFileException none) {
            // Nobody was let in yet.
        }
        return users;
    }

    private Path file() {
        return folder.resolve("users");
    }
}
