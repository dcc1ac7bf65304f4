// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * Those who use a node: an admin who was the first, an operator and a viewer, each with a token.
 *
 * @param expired a token that was good once
 */
record People(String admin, String operator, String viewer, String expired) {

    static final String PASSWORD = "a lorry full of blue herons";

    /** Makes the first admin by the set-up code, as a person would who can read the node's files. */
    static Api.Reply setUp(CloudyNode node, Api nobody) throws IOException {
        String code =
                Files.readString(node.home().resolve("data/run/setup-code")).strip();
        return nobody.post("/api/v1/setup", Map.of("code", code, "name", "ada", "password", PASSWORD));
    }

    /** Adds the others, and has all of them make tokens. */
    static People moveIn(Api admin, Api nobody) throws IOException {
        for (String role : List.of("operator", "viewer")) {
            admin.post("/api/v1/users", Map.of("name", role, "role", role, "password", PASSWORD))
                    .must(201);
        }
        return new People(
                token(admin, Map.of("name", "admin")),
                token(browser(nobody, signIn(nobody, "operator")), Map.of("name", "operator")),
                token(browser(nobody, signIn(nobody, "viewer")), Map.of("name", "viewer")),
                token(admin, Map.of("name", "expired", "days", 1)));
    }

    static String token(Api user, Object wanted) throws IOException {
        return user.post("/api/v1/tokens", wanted)
                .must(201)
                .json()
                .path("token")
                .asText();
    }

    /** What a browser shows once somebody has signed in with this answer. */
    static Api browser(Api nobody, Api.Reply signedIn) {
        JsonNode session = signedIn.must(201).json();
        return cookie(nobody, signedIn)
                .with("X-CSRF-Token", session.path("csrf").asText());
    }

    /** What a browser shows once an answer has given it another session. */
    static Api renewed(Api nobody, Api.Reply answer) throws IOException {
        Api browser = cookie(nobody, answer);
        String csrf = browser.get("/api/v1/sessions/current")
                .must(200)
                .json()
                .path("csrf")
                .asText();
        return browser.with("X-CSRF-Token", csrf);
    }

    /** The cookie alone, as another site's page could have it sent. */
    static Api cookie(Api nobody, Api.Reply signedIn) {
        String cookie = signedIn.headers().getOrDefault("set-cookie", List.of()).stream()
                .filter(each -> each.startsWith("__Host-cloudy="))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session: " + signedIn));
        return nobody.with("Cookie", cookie.split(";", 2)[0]);
    }

    /** Signs somebody in. */
    static Api.Reply signIn(Api nobody, String name) throws IOException {
        return nobody.post("/api/v1/sessions", Map.of("name", name, "password", PASSWORD));
    }
}
