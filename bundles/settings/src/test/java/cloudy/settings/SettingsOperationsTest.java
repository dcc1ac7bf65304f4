// SPDX-License-Identifier: Apache-2.0
package cloudy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.api.settings.Setting;
import cloudy.settings.SettingsOperations.ListedVersion;
import cloudy.settings.SettingsOperations.Shown;
import cloudy.settings.SettingsOperations.ShownVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsOperationsTest {

    private static final Caller OPERATOR = caller("anna", Role.OPERATOR);
    private static final String BOX = "cloudy.box";
    private static final String THING = "cloudy.thing~one";
    private static final Set<String> ABOUT_ALL = Set.of("listSettings", "exportConfiguration", "applyConfiguration");

    private Etc etc;
    private SettingsOperations operations;

    @BeforeEach
    void prepare(@TempDir(factory = Memory.class) Path home) throws Exception {
        etc = new Etc(home);
        etc.osgi()
                .declare(
                        "box",
                        "pid='cloudy.box'",
                        "<AD id='port' name='Port' type='Integer' min='0' max='9' default='3'/>"
                                + "<AD id='load' type='Double' default='0.5'/><AD id='on' type='Boolean'"
                                + " default='true'/>"
                                + "<AD id='tags' cardinality='3' default=''/><AD id='note' default=''/>"
                                + "<AD id='.key' type='Password' default=''/>");
        etc.osgi().declare("thing", "factoryPid='cloudy.thing'", "<AD id='type'/>");
        etc.osgi()
                .context()
                .installBundle(
                        "test:door",
                        Osgi.jar(
                                "door",
                                Map.of(),
                                Map.of(
                                        "OSGI-INF/metatype/a.xml",
                                        "<MetaData xmlns:c='" + Setting.NAMESPACE
                                                + "'><OCD id='c' name='Door' c:adminOnly='true'><AD id='a' default=''/>"
                                                + "</OCD><Designate pid='cloudy.door'><Object ocdref='c'/></Designate>"
                                                + "</MetaData>")));
        operations = new SettingsOperations(etc.start());
    }

    @Test
    void listsWhatIsThereAndWhatCouldBe() throws Exception {
        etc.change("cloudy.box.cfg", "port = x");
        etc.change("cloudy.other.cfg", "a = 1");

        Map<?, ?> page = json(answer("listSettings", Map.of("limit", 100L)));

        assertThat((List<?>) page.get("items"))
                .extracting(Object::toString)
                .containsExactly(
                        "Listed[pid=cloudy.box, title=c, list=false, present=true, refused=true, adminOnly=false]",
                        "Listed[pid=cloudy.door, title=Door, list=false, present=false, refused=false, adminOnly=true]",
                        "Listed[pid=cloudy.other, title=cloudy.other, list=false, present=true, refused=false,"
                                + " adminOnly=true]",
                        "Listed[pid=cloudy.thing, title=c, list=true, present=false, refused=false, adminOnly=false]");
        assertThat(json(answer("listSettings", Map.of("limit", 2L))).get("next"))
                .isNotNull();
    }

    @Test
    void whyAFileIsNotInForceIsSaidInTheLanguageOfWhoAsks() throws Exception {
        etc.change("cloudy.box.cfg", "port = x");
        Map<String, String> said = Map.of(
                "ca", "port: ha d'estar entre 0 i 9, i no \"x\"",
                "es", "port: debe estar entre 0 y 9, y no \"x\"",
                "en", "port: must be between 0 and 9, not \"x\"");

        for (String language : said.keySet()) {
            Call call = call(OPERATOR, BOX);
            var shown = (Shown) value(run(
                    "getSettings",
                    new Call(
                            call.caller(),
                            call.from(),
                            call.parameters(),
                            call.body(),
                            call.headers(),
                            List.of(Locale.forLanguageTag(language)))));
            assertThat(shown.refusal()).contains(said.get(language));
        }
    }

    @Test
    void valuesHaveTheTypesOfTheForm() throws Exception {
        Shown shown = (Shown) value(change(Map.of(
                "port", 7L, "load", 0.25, "on", false, "tags", List.of("a,b", " c"), "note", "7", ".key", "hunter2")));

        assertThat(shown.values())
                .isEqualTo(Map.of("port", 7L, "load", 0.25, "on", false, "tags", List.of("a,b", " c"), "note", "7"));
        assertThat(shown.defaults()).isEqualTo(Map.of("port", 3L, "load", 0.5, "on", true, "tags", List.of()));
        assertThat(shown.secretsSet()).containsExactly(".key");
        assertThat(shown.refusal()).isEmpty();
        assertThat(shown.toString()).doesNotContain("hunter2");
        assertThat((Object[]) etc.osgi().property(BOX, "tags")).containsExactly("a,b", " c");
        assertThat(etc.osgi().property(BOX, "load")).isEqualTo("0.25");
    }

    @Test
    void nullTakesAValueAway() throws Exception {
        change(Map.of("port", 7L, ".key", "hunter2"));
        var body = new HashMap<String, Object>();
        body.put("port", null);

        Shown shown = (Shown) value(change(body));

        assertThat(shown.values()).isEmpty();
        assertThat(shown.secretsSet()).containsExactly(".key");
        assertThatThrownBy(() -> run("writeSettings", call(OPERATOR, BOX).with(body)))
                .hasMessage("port: must be a whole number");
    }

    @Test
    void whatIsNotOfTheTypeIsRefusedByName() throws Exception {
        var bodies = new LinkedHashMap<Map<String, Object>, String>();
        bodies.put(Map.of("port", "7"), "port: must be a whole number");
        bodies.put(Map.of("port", 7.0), "port: must be a whole number");
        bodies.put(Map.of("port", 10L), "port: must be between 0 and 9, not \"10\"");
        bodies.put(Map.of("load", Double.NaN), "load: must be a number");
        bodies.put(Map.of("on", "true"), "on: must be true or false");
        bodies.put(Map.of("tags", "a"), "tags: must be a list");
        bodies.put(Map.of("tags", List.of(1L)), "tags: must be text");
        bodies.put(Map.of("tags", List.of("a", "b", "c", "d")), "tags: must have at most 3 entries");
        bodies.put(Map.of("note", List.of("a")), "note: must be text");
        bodies.put(Map.of("note", "a\nport = 1"), "note: must not hold control characters");
        bodies.put(Map.of("colour", "red"), "colour: is not a setting that can be made here");
        bodies.put(Map.of("colour", Map.of()), "colour: must be a text, a number, true or false");
        bodies.put(Map.of("cloudy.enabled", "yes"), "cloudy.enabled: must be true or false");
        bodies.put(Map.of("service.pid", "x"), "service.pid: is not a setting that can be made here");

        bodies.forEach((body, sentence) -> assertThatThrownBy(() -> change(body))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith(sentence));

        assertThat(etc.file("cloudy.box.cfg")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.karaf.shell", "cloudy.box~../x", "../cloudy.box", "cloudy."})
    void onlyOurPidsAreReached(String pid) {
        for (String id : operations.operations().keySet()) {
            if (!ABOUT_ALL.contains(id)) {
                Call call = call(OPERATOR, pid, "version", "1");
                assertThatThrownBy(() -> run(id, call))
                        .isInstanceOf(InvalidFieldException.class)
                        .hasMessageStartingWith("pid: ");
            }
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String id : List.of("getSettings", "getSchema", "writeSettings", "changeSettings", "deleteSettings")) {
            assertStatus(404, id, call(OPERATOR, "cloudy.unknown"));
        }
        assertStatus(404, "getSettings", call(OPERATOR, THING));
        assertStatus(404, "changeSettings", call(OPERATOR, THING));
        assertStatus(404, "getVersion", call(OPERATOR, BOX, "version", "7"));
        assertStatus(404, "restoreVersion", call(OPERATOR, BOX, "version", "7"));
        assertThat(((Shown) value(run("getSettings", call(OPERATOR, BOX)))).version())
                .isEqualTo("none");
    }

    @Test
    void aThingIsMadeAndUnmade() throws Exception {
        Answer made = run("writeSettings", call(OPERATOR, THING).with(Map.of("type", "pad")));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers().get("Location")).containsExactly("/api/v1/settings/" + THING);
        assertThat(etc.file("cloudy.thing-one.cfg")).hasContent("type = pad\n");
        assertThat(run("writeSettings", call(OPERATOR, THING).with(Map.of("type", "box")))
                        .status())
                .isEqualTo(200);
        assertThat(run("deleteSettings", call(OPERATOR, THING)).status()).isEqualTo(204);
        assertThat(etc.osgi().configuration(THING)).isNull();
        assertThatThrownBy(() ->
                        run("writeSettings", call(OPERATOR, "cloudy.thing").with(Map.of("type", "a"))))
                .hasMessageStartingWith("pid: needs a name");
    }

    @Test
    void whoReadAnOlderVersionChangesNothing() throws Exception {
        Answer read = change(Map.of("port", 1L));
        String tag = read.headers().get("ETag").get(0);
        etc.put("cloudy.box.cfg", "port = 2");

        for (String id : List.of("writeSettings", "changeSettings", "deleteSettings")) {
            assertStatus(412, id, call(OPERATOR, BOX).with(Map.of("port", 3L)).withHeader("if-match", tag));
        }
        assertThat(etc.file("cloudy.box.cfg")).hasContent("port = 2");

        String now =
                run("getSettings", call(OPERATOR, BOX)).headers().get("ETag").get(0);
        run("changeSettings", call(OPERATOR, BOX).with(Map.of("port", 3L)).withHeader("if-match", now));
        assertThat(etc.file("cloudy.box.cfg")).hasContent("port = 3");
        run("deleteSettings", call(OPERATOR, BOX).withHeader("if-match", "*"));
        assertStatus(412, "writeSettings", call(OPERATOR, BOX).withHeader("if-match", "*"));
    }

    @Test
    void onlyAnAdminChangesWhatIsForAdmins() throws Exception {
        for (String id : List.of("writeSettings", "changeSettings", "deleteSettings", "restoreVersion")) {
            assertStatus(403, id, call(OPERATOR, "cloudy.door", "version", "1").with(Map.of("a", "1")));
        }
        assertThat(etc.file("cloudy.door.cfg")).doesNotExist();
        assertThat(((Shown) value(run("getSettings", call(OPERATOR, "cloudy.door")))).adminOnly())
                .isTrue();

        Caller admin = caller("ada", Role.ADMIN);
        run("changeSettings", call(admin, "cloudy.door").with(Map.of("a", "1")));
        assertThat(etc.file("cloudy.door.cfg")).hasContent("a = 1");
    }

    /** Nobody knows how far that reaches. */
    @Test
    void whatNobodyDescribesIsForAdmins() throws Exception {
        etc.change("cloudy.far.cfg", "reach = near");

        assertStatus(403, "changeSettings", call(OPERATOR, "cloudy.far").with(Map.of("reach", "far")));
        Map<String, Object> document = Map.of("settings", Map.of("cloudy.never", Map.of("a", "1")));
        Call apply = new Call(
                Optional.of(OPERATOR),
                call(OPERATOR, BOX).from(),
                Map.of("dryRun", false),
                document,
                Map.of(),
                List.of());
        assertStatus(403, "applyConfiguration", apply);

        assertThat(etc.file("cloudy.far.cfg")).hasContent("reach = near");
        assertThat(etc.file("cloudy.never.cfg")).doesNotExist();
    }

    @Test
    void theHistoryIsComparedAndPutBack() throws Exception {
        change(Map.of("port", 1L, ".key", "hunter1"));
        change(Map.of("port", 2L, "note", "x"));
        change(Map.of(".key", "hunter2"));

        List<?> listed =
                (List<?>) json(run("listVersions", call(OPERATOR, BOX))).get("items");
        assertThat(listed)
                .extracting(line ->
                        ((ListedVersion) line).id() + ((ListedVersion) line).by() + ((ListedVersion) line).changed())
                .containsExactly("3anna[.key]", "2anna[note, port]", "1anna[.key, port]");

        assertThat(differences("2", "previous"))
                .containsExactly(
                        "Difference[key=note, change=added, before=Optional.empty, after=Optional[x]]",
                        "Difference[key=port, change=changed, before=Optional[1], after=Optional[2]]");
        assertThat(differences("1", "current"))
                .contains("Difference[key=.key, change=changed, before=Optional.empty, after=Optional.empty]")
                .hasSize(3);
        assertThat(differences("3", "current")).isEmpty();

        Shown shown = (Shown) value(run("restoreVersion", call(OPERATOR, BOX, "version", "1")));
        assertThat(shown.values()).isEqualTo(Map.of("port", 1L));
        assertThat(etc.settings().secret(BOX, ".key")).contains("hunter1".toCharArray());
    }

    @Test
    void theSchemaSaysWhatCanBeSet() throws Exception {
        Call call = call(OPERATOR, BOX);
        Map<?, ?> schema = json(run("getSchema", call));

        assertThat(schema.get("title")).isEqualTo("c");
        assertThat(((Map<?, ?>) schema.get("properties")).get("port").toString())
                .isEqualTo("{type=integer, minimum=0, maximum=9, title=Port, default=3}");
    }

    private List<String> differences(String version, String against) throws Exception {
        var shown =
                (ShownVersion) value(run("getVersion", call(OPERATOR, BOX, "version", version, "against", against)));
        assertThat(shown.toString()).doesNotContain("hunter");
        return shown.differences().stream().map(Object::toString).toList();
    }

    private Answer change(Map<String, Object> body) throws Exception {
        return run("changeSettings", call(OPERATOR, BOX).with(body));
    }

    private Answer answer(String id, Map<String, Object> parameters) throws Exception {
        return run(id, Call.of(OPERATOR, parameters));
    }

    private Answer run(String id, Call call) throws Exception {
        return operations.operations().get(id).answer(call);
    }

    private void assertStatus(int status, String id, Call call) {
        assertThatThrownBy(() -> run(id, call))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
    }

    private static Object value(Answer answer) {
        return ((Answer.Json) answer.content()).value().get();
    }

    private static Map<?, ?> json(Answer answer) {
        return (Map<?, ?>) value(answer);
    }

    private static Call call(Caller caller, String pid, String... more) {
        var parameters = new HashMap<String, Object>(Map.of("pid", pid));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return Call.of(caller, parameters);
    }

    private static Caller caller(String name, Role role) {
        return new Caller(name, role, Caller.Proof.SESSION, Set.of());
    }
}
