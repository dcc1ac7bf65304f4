// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

import cloudy.api.InvalidFieldException;
import cloudy.api.Why;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Page;
import cloudy.api.rest.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What admins do with the accounts of all. */
final class UserOperations {

    private final People people;

    UserOperations(People people) {
        this.people = people;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "listUsers", this::listUsers,
                "addUser", this::addUser,
                "changeUser", this::changeUser,
                "removeUser", this::removeUser);
    }

    private Answer listUsers(Call call) {
        People.requireAdmin(call.requireCaller());
        return Answer.ok(Page.of(people.users().all(), User::name, call.number("limit"), call.find("cursor"))
                .map(UserOperations::shown)
                .toMap());
    }

    private Answer addUser(Call call) {
        People.requireAdmin(call.requireCaller());
        Role role = role(call).orElseThrow(() -> new InvalidFieldException("role", Why.isMissing()));
        User user = make(people, call, role);
        people.users().add(user);
        return Answer.created("/api/v1/users/" + user.name(), shown(user));
    }

    /** Makes the user that a body describes. */
    static User make(People people, Call call, Role role) {
        String name = call.bodyText("name").orElse("");
        String password = call.bodyText("password").orElse("");
        User.requireName(name);
        PasswordRule.check("password", name, password);
        return User.make(name, role, people.hash(password), people.clock().instant());
    }

    private Answer changeUser(Call call) {
        People.requireAdmin(call.requireCaller());
        User user = people.users().find(call.text("name")).orElseThrow(Users::unknown);
        Optional<Role> role = role(call);
        Optional<String> password = call.bodyText("password");
        password.ifPresent(text -> PasswordRule.check("password", user.name(), text));
        if (Boolean.TRUE.equals(call.body().get("secondFactor"))) {
            throw new InvalidFieldException(
                    "secondFactor",
                    Texts.of(
                            "només es pot treure; se'l posa cada usuari",
                            "solo se puede quitar; se lo pone cada usuario",
                            "can be taken away only; users set it up themselves"));
        }
        boolean removes = Boolean.FALSE.equals(call.body().get("secondFactor"));
        Optional<PasswordHash> hash = password.map(people::hash);
        User changed = people.users().change(user.id(), "changed", latest -> {
            User edited = role.filter(wanted -> wanted != latest.role())
                    .map(latest::withRole)
                    .orElse(latest);
            edited = hash.map(edited::withPassword).orElse(edited);
            return removes && edited.secondFactor().isPresent() ? edited.withSecondFactor(Optional.empty()) : edited;
        });
        people.sweep();
        return Answer.ok(shown(changed));
    }

    private Answer removeUser(Call call) {
        People.requireAdmin(call.requireCaller());
        people.users().remove(call.text("name"));
        people.sweep();
        return Answer.done();
    }

    static Optional<Role> role(Call call) {
        return call.bodyText("role").map(text -> {
            try {
                return Role.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new InvalidFieldException("role", Why.mustBeOneOf(List.of("viewer", "operator", "admin")), text);
            }
        });
    }

    private static Map<String, Object> shown(User user) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("name", user.name());
        shown.put("role", user.role());
        shown.put("secondFactor", user.confirmed().isPresent());
        shown.put("created", user.created());
        return shown;
    }

    /** The account of who asks. */
    static User own(People people, Call call) {
        return people.users()
                .find(call.requireCaller().name())
                .orElseThrow(() -> Problem.of(
                        409,
                        Texts.of(
                                "Aquí no teniu compte; això és per als usuaris.",
                                "Aquí no tiene cuenta; esto es para los usuarios.",
                                "You have no account here; this is for users.")));
    }
}
