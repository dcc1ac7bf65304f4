// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTTP API of a node as its first admin uses it, by the real curl on the node's own host. */
record Web(Host host, String cookie, String csrf, String language) {

    static final String ADMIN = "ada";
    static final String PASSWORD = "a lorry full of blue herons";
    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: (__Host-cloudy[^;]*)");

    /** Makes the first admin by the set-up code, as a person would who can read the node's files. */
    static Web setUp(CloudyNode node) throws IOException {
        String code =
                Files.readString(node.home().resolve("data/run/setup-code")).strip();
        String body = "{\"code\":\"%s\",\"name\":\"%s\",\"password\":\"%s\"}".formatted(code, ADMIN, PASSWORD);
        String answer = new Web(node.host(), "", "", "en").curl("POST", "/api/v1/setup", body, "--include");
        return new Web(node.host(), first(COOKIE, answer), find(answer, "csrf"), "en");
    }

    /** Signs the first admin in, on a node that has been set up. */
    static Web signIn(CloudyNode node) {
        String body = "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(ADMIN, PASSWORD);
        String answer = new Web(node.host(), "", "", "en").curl("POST", "/api/v1/sessions", body, "--include");
        return new Web(node.host(), first(COOKIE, answer), find(answer, "csrf"), "en");
    }

    /** The same person, who reads another language. */
    Web in(String other) {
        return new Web(host, cookie, csrf, other);
    }

    String get(String path) {
        return curl("GET", path, "");
    }

    String post(String path, String body) {
        return curl("POST", path, body);
    }

    String patch(String path, String body) {
        return curl("PATCH", path, body);
    }

    String delete(String path) {
        return curl("DELETE", path, "");
    }

    /** The first text of this name in an answer. */
    static String find(String json, String name) {
        return first(Pattern.compile('"' + name + "\" ?: ?\"([^\"]*)\""), json);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in " + text);
        }
        return matcher.group(1);
    }

    /** What is answered to something that may be refused. */
    String tried(String method, String path, String body) {
        return command(method, path, body).text();
    }

    private String curl(String method, String path, String body, String... more) {
        return command(method, path, body, more).succeeded().text();
    }

    private Command command(String method, String path, String body, String... more) {
        var line = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--fail-with-body",
                "--max-time",
                "30",
                // Whose certificate it is, is another test's matter.
                "--insecure",
                "--request",
                method,
                "--cookie",
                cookie,
                "--header",
                "X-CSRF-Token: " + csrf,
                "--header",
                "Accept-Language: " + language));
        if (!body.isEmpty()) {
            line.addAll(List.of("--json", body));
        }
        line.addAll(List.of(more));
        line.add("https://127.0.0.1:7443" + path);
        return host.run(line.toArray(String[]::new));
    }
}
