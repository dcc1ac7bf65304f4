// SPDX-License-Identifier: Apache-2.0
package cloudy.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.page.Page;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Problem;
import cloudy.testing.Announced;
import cloudy.testing.SomeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class ConsoleOperationsTest {

    @TempDir
    Path folder;

    private final Framework framework = new Framework();
    private Bundle own;

    @BeforeEach
    void fill() throws IOException {
        own = Framework.bundle("cloudy.console", folder.resolve("own"));
        write("own/cloudy/console/ui/index.html", "the console");
        write("own/cloudy/console/ui/public.html", "the public page");
        write("own/cloudy/console/ui/icon.svg", "<svg/>");
        write("own/cloudy/console/ui/page.js", "for pages");
        write("own/cloudy/console/ui/assets/index-1a2b.js", "code");
        write("own/secret.txt", "secret");
        write("third/page/pads.js", "pads");
        write("third/code.js", "not for all");
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void servesFilesAndTheConsoleForEveryPlaceInIt() throws Exception {
        assertThat(text(file("icon.svg"))).isEqualTo("<svg/>");
        assertThat(text(file(""))).isEqualTo("the console");
        assertThat(text(file("services/cloudy.serf"))).isEqualTo("the console");
        assertThat(text(file("system/users"))).isEqualTo("the console");
    }

    @Test
    void everyFileHasThePolicyAndOnlyHashedOnesAreKeptForEver() throws Exception {
        Answer script = file("assets/index-1a2b.js");
        assertThat(script.headers().get("Content-Security-Policy").get(0))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(script.headers().get("Cache-Control").get(0)).contains("immutable");
        assertThat(file("icon.svg").headers().get("Cache-Control")).containsExactly("no-cache");
        // Its name stays while its content may change.
        Answer shared = file("page.js");
        assertThat(shared.headers().get("Cache-Control")).containsExactly("no-cache");
        assertThat(shared.headers()).containsKeys("ETag", "Content-Security-Policy");
        assertThat(((Answer.Bytes) shared.content()).type()).startsWith("text/javascript");
    }

    @Test
    void nothingOutsideIsServed() throws Exception {
        for (String path : List.of(
                "../../../secret.txt",
                "assets/../../../../secret.txt",
                "x/",
                "x/org.example.pads/",
                "x/org.example.pads/../code.js",
                "x/cloudy.console/secret.txt")) {
            assertThatThrownBy(() -> file(path)).as(path).isInstanceOf(Problem.class);
        }
    }

    @Test
    void aBundlesPageIsListedAndItsFolderServed() throws Exception {
        Bundle third = Framework.bundle("org.example.pads", folder.resolve("third"));
        framework.add(third, new Pads("pads.js", "org-example-pads"));

        assertThat(json(call("listPages", Map.of())).toString())
                .contains("/ui/x/org.example.pads/pads.js", "org-example-pads");
        assertThat(text(file("x/org.example.pads/pads.js"))).isEqualTo("pads");
        assertThatThrownBy(() -> file("x/org.example.pads/code.js")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> file("x/org.example.pads/../code.js")).isInstanceOf(Problem.class);
    }

    @Test
    void aPageWithANameOfItsOwnKindOrAFaultIsLeftOut() throws Exception {
        Bundle third = Framework.bundle("org.example.pads", folder.resolve("third"));
        framework.add(third, new Pads("../code.js", "org-example-pads"));
        framework.add(third, new Pads("pads.js", "script"));
        framework.add(third, new Pads(null, "org-example-pads"));

        assertThat(json(call("listPages", Map.of()))).isEqualTo(Map.of("items", List.of()));
    }

    @Test
    void thePublicPageCanBeSwitchedOff() throws Exception {
        assertThat(text(call("getPublicPage", Map.of()))).isEqualTo("the public page");

        Answer elsewhere =
                operations(false).operations().get("getPublicPage").answer(Call.of(Caller.shell(), Map.of()));
        assertThat(elsewhere.status()).isEqualTo(303);
        assertThat(elsewhere.headers()).containsEntry("Location", List.of("/ui/"));
        assertThatThrownBy(() ->
                        operations(false).operations().get("listPublic").answer(Call.of(Caller.shell(), Map.of())))
                .isInstanceOf(Problem.class);
    }

    private ConsoleOperations operations(boolean publicPage) {
        return new ConsoleOperations(
                own,
                new ContributedPages(framework.context(own)),
                new PublicList(Announced.of(), SomeNode.named("alpha")),
                publicPage);
    }

    private Answer file(String path) throws Exception {
        return call("getConsoleFile", Map.of("path", path));
    }

    private Answer call(String operation, Map<String, Object> parameters) throws Exception {
        return operations(true).operations().get(operation).answer(Call.of(Caller.shell(), parameters));
    }

    private static String text(Answer answer) {
        return new String(((Answer.Bytes) answer.content()).bytes(), StandardCharsets.UTF_8);
    }

    private static Object json(Answer answer) {
        Supplier<?> value = ((Answer.Json) answer.content()).value();
        return value.get();
    }

    private record Pads(String module, String element) implements Page {

        @Override
        public String service() {
            return "org.example.pads:Pads";
        }

        @Override
        public Texts title() {
            return Texts.of("Pads");
        }
    }
}
