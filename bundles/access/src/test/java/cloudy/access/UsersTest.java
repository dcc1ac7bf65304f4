// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Role;
import cloudy.api.rest.Problem;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    @TempDir
    private Path folder;

    private final List<String> news = new ArrayList<>();

    private Users open() {
        return new Users(folder, (name, what) -> news.add(name + ' ' + what));
    }

    private static User user(String name, Role role) {
        return User.make(name, role, PasswordHash.ofNobody(TestRoom.CHEAP), Instant.EPOCH);
    }

    @Test
    void allOfAUserIsThereAfterARestart() {
        var anna = user("anna", Role.ADMIN)
                .withSecondFactor(Optional.of(new SecondFactor("ABC", true, 7, List.of("one", "two"))));
        open().addFirst(anna);

        assertThat(open().find("anna")).contains(anna);
        assertThat(open().byId(anna.id())).contains(anna);
        assertThat(news).containsExactly("anna added");
    }

    @Test
    void filesAreTheOwnersAlone() throws Exception {
        open().addFirst(user("anna", Role.ADMIN));

        for (String file : new String[] {"users.json", "users-copy.json"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void theLastAdminStays() {
        var users = open();
        var anna = user("anna", Role.ADMIN);
        users.addFirst(anna);
        users.add(user("olga", Role.OPERATOR));

        assertThatThrownBy(() -> users.remove("anna"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("last admin");
        assertThatThrownBy(() -> users.change(anna.id(), "changed", old -> old.withRole(Role.VIEWER)))
                .isInstanceOf(Problem.class);
        assertThat(users.find("anna")).contains(anna);
        assertThat(open().find("anna")).contains(anna);

        users.change(users.find("olga").orElseThrow().id(), "changed", old -> old.withRole(Role.ADMIN));
        users.remove("anna");
        assertThat(users.all()).extracting(User::name).containsExactly("olga");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Anna",
                "1anna",
                "an na",
                "anna\n",
                "../anna",
                "añna",
                "local",
                "shell",
                "cloudy",
                "a23456789012345678901234567890123"
            })
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> user(name, Role.VIEWER))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("name: ");
    }

    @Test
    void aBrokenFileIsSetAsideAndItsTwinUsed() throws Exception {
        var users = open();
        users.addFirst(user("anna", Role.ADMIN));
        users.add(user("olga", Role.VIEWER));
        users.remove("olga");
        Files.writeString(folder.resolve("users.json"), "{\"users\": [{\"id\"");

        var again = open();

        // The twin is no older: who was removed does not come back.
        assertThat(again.all()).extracting(User::name).containsExactly("anna");
        assertThat(folder.resolve("users.json.bad-1")).hasContent("{\"users\": [{\"id\"");
        assertThat(folder.resolve("users.json")).hasSameBinaryContentAs(folder.resolve("users-copy.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"users\":[{}]}",
                "{\"users\":[1]}",
                "{\"users\":[[[[[[[[[[[[1]]]]]]]]]]]]}",
                "{\"users\":[]} {}",
                "\0\0\0\0"
            })
    void aNodeThatHasLostItsUsersStaysShut(String content) throws Exception {
        open().addFirst(user("anna", Role.ADMIN));
        Files.writeString(folder.resolve("users.json"), content);
        Files.writeString(folder.resolve("users-copy.json"), content);

        assertThat(open().needsSetup()).isFalse();
        assertThat(open().needsSetup()).as("at the start after that, too").isFalse();
        assertThatThrownBy(() -> open().addFirst(user("eve", Role.ADMIN))).isInstanceOf(Problem.class);
    }

    @Test
    void aChangeThatCannotBeWrittenDoesNotHold() throws Exception {
        var users = open();
        users.addFirst(user("anna", Role.ADMIN));
        // Not even root replaces a folder by a file.
        Files.delete(folder.resolve("users.json"));
        Files.createDirectories(folder.resolve("users.json/full"));

        assertThatThrownBy(() -> users.add(user("olga", Role.VIEWER))).isInstanceOf(UncheckedIOException.class);

        assertThat(users.find("olga")).isEmpty();
        assertThat(news).containsExactly("anna added");
    }

    @Test
    void aNewUserOfAnOldNameIsSomebodyElse() {
        var users = open();
        users.addFirst(user("anna", Role.ADMIN));
        users.add(user("olga", Role.VIEWER));
        String before = users.find("olga").orElseThrow().id();
        users.remove("olga");
        users.add(user("olga", Role.VIEWER));

        assertThat(users.find("olga").orElseThrow().id()).isNotEqualTo(before);
    }
}
