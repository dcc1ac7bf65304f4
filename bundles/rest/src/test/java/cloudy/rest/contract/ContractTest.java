// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.rest.Answer;
import cloudy.api.rest.Operation;
import cloudy.rest.contract.Contract.Owner;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts come, fit or are refused, and go. */
class ContractTest {

    private static final Operation DONE = call -> Answer.done();
    private static final String PAD = "/api/v1/x/org.example.pad/";

    @TempDir
    private Path folder;

    private final Contract contract = new Contract();

    @BeforeEach
    void addCommonPart() {
        contract.add(
                new Owner(100, "cloudy.rest"),
                Map.of("OSGI-INF/openapi.yaml", Contract.class.getResource("/OSGI-INF/openapi.yaml")));
    }

    @Test
    void aPartComesAndGoes() throws Exception {
        add(7, "org.example.pad", part(PAD + "pads/{id}", "getPad"));
        assertThat(methods(PAD + "pads/x")).containsExactly("GET");
        Route route = contract.routes().at(path(PAD + "pads/x")).get("GET");
        assertThat(contract.routes().operation(route)).isEmpty();

        contract.add(7, "service", Map.of("getPad", DONE));
        assertThat(contract.routes().operation(route)).contains(DONE);
        assertThat(contract.contract().toString()).contains("getPad");
        String version =
                contract.routes().document().answer().headers().get("ETag").toString();

        contract.remove(7, "service");
        assertThat(contract.routes().operation(route)).isEmpty();
        assertThat(contract.contract()).isSameAs(contract.contract());
        contract.remove(new Owner(7, "org.example.pad"));
        assertThat(methods(PAD + "pads/x")).isEmpty();
        assertThat(contract.routes().document().answer().headers().get("ETag").toString())
                .isNotEqualTo(version);
    }

    @Test
    void whatWasThereFirstStays() throws Exception {
        add(9, "cloudy.second", part("/api/v1/things/{name}", "getThing"));
        add(8, "cloudy.first", part("/api/v1/things/{id}", "readThing"));
        assertThat(contract.routes().at(path("/api/v1/things/x")).get("GET").operationId())
                .isEqualTo("readThing");

        add(10, "cloudy.third", part("/api/v1/others", "readThing"));
        assertThat(methods("/api/v1/others")).isEmpty();

        contract.remove(new Owner(8, "cloudy.first"));
        assertThat(contract.routes().at(path("/api/v1/things/x")).get("GET").operationId())
                .isEqualTo("getThing");
        assertThat(methods("/api/v1/others")).containsExactly("GET");
    }

    @Test
    void aPartThatIsNotAnsweredAsAWholeIsRefused() throws Exception {
        add(7, "org.example.pad", part(PAD + "pads", "listPads"));
        contract.add(7, "service", Map.of("listPads", DONE, "dropPads", DONE));
        assertThat(methods(PAD + "pads")).isEmpty();

        contract.add(7, "service", Map.of("listPads", DONE));
        assertThat(methods(PAD + "pads")).containsExactly("GET");
    }

    @Test
    void twoFilesAndTwoServicesOfABundleMakeOnePart() throws Exception {
        contract.add(
                new Owner(7, "org.example.pad"),
                Map.of(
                        "OSGI-INF/openapi.yaml",
                        file(part(PAD + "pads", "listPads")),
                        "OSGI-INF/openapi/more.yaml",
                        file(part(PAD + "pens", "listPens"))));
        contract.add(7, "one", Map.of("listPads", DONE));
        contract.add(7, "other", Map.of("listPens", DONE));
        assertThat(methods(PAD + "pads")).containsExactly("GET");
        assertThat(methods(PAD + "pens")).containsExactly("GET");
    }

    @Test
    void aNameGoesBeforeAParameterAndATailTakesTheRest() throws Exception {
        add(1, "cloudy.a", part("/api/v1/sessions/{id}", "getSession"));
        add(2, "cloudy.b", part("/api/v1/sessions/current", "getCurrent"));
        add(3, "cloudy.c", part("/ui/{path}", "getPage").replace("in: path, ", "in: path, x-cloudy-tail: true, "));
        assertThat(id("/api/v1/sessions/current")).isEqualTo("getCurrent");
        assertThat(id("/api/v1/sessions/other")).isEqualTo("getSession");
        assertThat(methods("/api/v1/sessions/")).isEmpty();
        assertThat(methods("/api/v1/sessions/a/b")).isEmpty();
        Route page = contract.routes().at(path("/ui/a/b.js")).get("GET");
        assertThat(Routes.match(page, path("/ui/a/b.js")).values()).containsEntry("path", "a/b.js");
        assertThat(Routes.match(page, path("/ui/")).values()).containsEntry("path", "");
        assertThat(methods("/ui")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    openapi: 3.0.3              | openapi: 3.1.0                                 | not of OpenAPI 3.0
                    openapi: 3.0.3              | {openapi: 3.0.3, servers: []}                  | no YAML
                    paths:                      | webhooks: {}\\npaths:                          | webhooks
                    x-cloudy-role: viewer       | x-cloudy-role: root                            | x-cloudy-role
                    x-cloudy-role: viewer       | x-cloudy-rule: viewer                          | x-cloudy-rule
                    x-cloudy-role: viewer       | {x-cloudy-role: viewer, x-cloudy-plain: true}  | no YAML
                    get:                        | trace:                                         | trace
                    operationId: getPad         | operationId: get-pad                           | no
                    tags: [pads]                | tags: [pads, pens]                             | one tag
                    tags: [pads]                | security: []                                   | security
                    summary: A pad              | description: A pad                             | summary
                    /api/v1/x/org.example.pad/  | /api/v1/                                       | begin with
                    /api/v1/x/org.example.pad/  | /api/v1/x/org.example.padlock/                 | begin with
                    /api/v1/x/org.example.pad/  | /api/v1/x/org.example.pad/../                  | no path
                    in: path                    | in: cookie                                     | cookie
                    name: id                    | name: other                                    | must declare
                    type: string                | type: text                                     | the type text
                    type: string                | oneOf: []                                      | oneOf
                    type: string                | pattern: '('                                   | pattern
                    type: string                | {type: integer, default: x}                    | no text
                    '#/components/schemas/Problem' | '#/components/schemas/Nothing'              | nowhere
                    '#/components/schemas/Problem' | 'https://example.org/x'                     | out of the contract
                    """)
    void refusesAPartThatSaysSomethingElse(String good, String bad, String why) throws Exception {
        String text = part(PAD + "pads/{id}", "getPad");
        String broken =
                text.replace(good.replace("'", "\""), bad.replace("'", "\"").replace("\\n", "\n"));
        assertThat(broken).isNotEqualTo(text);

        add(7, "org.example.pad", broken);

        assertThat(methods(PAD + "pads/x")).isEmpty();
        assertThat(methods("/api/v1/openapi.json")).containsExactly("GET");
        assertThatThrownBy(() -> {
                    new PartReader("org.example.pad", Map.of())
                            .read(Yaml.read(broken.getBytes(StandardCharsets.UTF_8)));
                    throw new RefusedPartException("points at what is nowhere");
                })
                .isInstanceOf(RefusedPartException.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesYamlThatGrows() {
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]";
        String deep = "[".repeat(100) + "]".repeat(100);
        for (String text : List.of(bomb, deep, "a: 1\na: 2", "", "[]", "a".repeat(300_000), "!!java.net.URL [x]")) {
            assertThatThrownBy(() -> Yaml.object(Yaml.read(text.getBytes(StandardCharsets.UTF_8)), "it"))
                    .isInstanceOf(RefusedPartException.class);
        }
    }

    private void add(long id, String name, String text) throws IOException {
        contract.add(new Owner(id, name), Map.of("OSGI-INF/openapi.yaml", file(text)));
    }

    private URL file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "part", ".yaml"), text)
                .toUri()
                .toURL();
    }

    private Set<String> methods(String path) {
        return contract.routes().at(path(path)).keySet();
    }

    private String id(String path) {
        return contract.routes().at(path(path)).get("GET").operationId();
    }

    private static List<String> path(String text) {
        return List.of(text.substring(1).split("/", -1));
    }

    private static String part(String path, String id) {
        String parameters = path.contains("{")
                ? "\n      parameters:\n        - {name: " + path.replaceAll(".*\\{|}.*", "")
                        + ", in: path, required: true, schema: {\n            type: string\n          }}"
                : "";
        return """
                openapi: 3.0.3
                info: {title: Pads, version: 1.0.0}
                paths:
                  %s:
                    get:
                      operationId: %s
                      tags: [pads]
                      summary: A pad
                      x-cloudy-role: viewer%s
                      responses:
                        '404': {description: None, content: {a/b: {schema: {$ref: "#/components/schemas/Problem"}}}}
                """
                .formatted(path, id, parameters);
    }
}
