// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.testing.JobsAtOnce;
import cloudy.testing.MemorySettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueOperationsTest {

    @TempDir
    private Path data;

    private final MemorySettings settings = new MemorySettings();
    private final JobsAtOnce jobs = new JobsAtOnce();
    private HttpsSite site;
    private NodeCatalogue catalogue;
    private Operations operations;

    @BeforeEach
    void start() throws Exception {
        site = new HttpsSite();
        var store = new Store(data.resolve("catalogue"));
        catalogue = new NodeCatalogue(
                new FakeProvisioner(store),
                store,
                new Fetcher(new Authorities(site.pem(data)), Duration.ofSeconds(10)),
                new WishFile(settings),
                jobs,
                listener -> () -> {});
        operations = new CatalogueOperations(catalogue);
    }

    @AfterEach
    void stop() throws Exception {
        catalogue.stop();
        site.close();
    }

    @Test
    void answersExactlyWhatTheContractSays() throws Exception {
        try (var in = CatalogueOperations.class.getResourceAsStream("/" + Operations.CONTRACT)) {
            String contract = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Pattern.compile("operationId: (\\w+)")
                            .matcher(contract)
                            .results()
                            .map(found -> found.group(1))
                            .collect(Collectors.toSet()))
                    .isEqualTo(operations.operations().keySet());
            assertThat(contract.split("x-cloudy-role: admin", -1)).hasSize(8);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void listsInTheCallersLanguagePageByPage() throws Exception {
        // Nobody but who wants it is shown it.
        settings.files().put(WishFile.PID, Map.of("features", "eventadmin"));
        var catalan = new Call(
                Optional.of(Caller.shell()),
                InetAddress.getLoopbackAddress(),
                Map.of("limit", 1L, "category", "system"),
                Map.of(),
                Map.of(),
                List.of(Locale.forLanguageTag("ca")));
        var system = (List<CatalogueOperations.Listed>)
                json(answer("listCatalogue", catalan)).get("items");
        assertThat(system).hasSize(1);
        assertThat(system.get(0).id()).isEqualTo("eventadmin");
        assertThat(system.get(0).description()).startsWith("Permet que");
        assertThat(system.get(0).origin()).isEqualTo("cloudy");

        var first = json(answer("listCatalogue", call(Map.of("limit", 1L))));
        assertThat(first).containsKey("next");
        var second = json(answer("listCatalogue", call(Map.of("limit", 1L, "cursor", first.get("next")))));
        assertThat((List<?>) second.get("items")).hasSize(1);
        assertThat(second).doesNotContainKey("next");
        assertThat((List<?>) json(answer("listCatalogue", call(Map.of("limit", 9L, "installed", true))))
                        .get("items"))
                .isEmpty();
    }

    @Test
    void installsUpdatesAndRemovesAsJobs() throws Exception {
        Call eventadmin = call(Map.of("id", "eventadmin"));
        Answer installed = answer("installFeature", eventadmin);
        assertThat(installed.status()).isEqualTo(202);
        assertThat(installed.headers()).containsEntry("Location", List.of("/api/v1/jobs/0-1"));
        var shown = (CatalogueOperations.Shown) content(answer("showEntry", eventadmin));
        assertThat(shown.installed()).isTrue();
        assertThat(shown.bundles()).containsExactly(new Entry.Piece("mvn:a/eventadmin", Optional.empty()));
        assertThatThrownBy(() -> answer("updateFeature", eventadmin)).isInstanceOf(Problem.class);
        assertThat(answer("removeFeature", eventadmin).status()).isEqualTo(202);
        assertThatThrownBy(() -> answer("showEntry", call(Map.of("id", "none"))))
                .isInstanceOf(Problem.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void showsWhatARepositoryBringsBeforeItIsAdded() throws Exception {
        byte[] jar = Sample.jar("org.example.pads", "1.0.0");
        String file = Sample.repository("community", "pads", "1.0.0", "pads.jar", jar);
        site.serve("/pads.jar", jar);
        site.serve("/features.xml", Sample.bytes(file));
        Map<String, Object> body = Map.of("address", site.at("/features.xml").toString(), "sha256", Hash.of(file));

        var preview = (CatalogueOperations.Preview)
                content(later(answer("addRepository", call(Map.of()).with(body))));

        assertThat(preview.name()).isEqualTo("community");
        assertThat(preview.features().get(0).bundles())
                .containsExactly(new Entry.Piece(site.at("/pads.jar").toString(), Optional.of(Hash.of(jar))));
        assertThat(settings.files()).isEmpty();

        assertThat(refusal(with(body, "confirm", "ab".repeat(32))).status()).isEqualTo(409);
        assertThat(later(answer("addRepository", call(Map.of()).with(with(body, "confirm", preview.digest()))))
                        .status())
                .isEqualTo(202);
        assertThat(jobs.failure()).isEmpty();
        var listed = (List<CatalogueOperations.ListedRepository>)
                json(answer("listRepositories", call(Map.of()))).get("items");
        assertThat(listed)
                .extracting(CatalogueOperations.ListedRepository::features)
                .containsExactly(List.of("pads"));
        assertThat(answer("removeRepository", call(Map.of("name", "community"))).status())
                .isEqualTo(204);
    }

    @Test
    void saysInASentenceWhyARepositoryIsNotTaken() {
        site.serve("/bad.xml", Sample.bytes("<!DOCTYPE x><features/>"));
        String hash = Hash.of("<!DOCTYPE x><features/>");

        Problem refused = refusal(Map.of("address", site.at("/bad.xml").toString(), "sha256", hash));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused).hasMessage("The repository's file has a document type (DOCTYPE), which is not taken.");
        assertThatThrownBy(() -> answer(
                        "addRepository",
                        call(Map.of()).with(Map.of("address", "http://pads.example/", "sha256", hash))))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("address");
    }

    @Test
    void aRepositoryIsPinnedByItsPublishersKeyOrByItsHash() throws Exception {
        byte[] jar = Sample.jar("org.example.pads", "1.0.0");
        String file = Sample.repository("community", "pads", "1.0.0", "pads.jar", jar);
        Publisher publisher = Publisher.ed25519(data, "publisher");
        site.serve("/features.xml", Sample.bytes(file));
        site.serve("/features.xml.sig", publisher.sign(file));
        Map<String, Object> body = Map.of("address", site.at("/features.xml").toString(), "key", publisher.key());

        var preview = (CatalogueOperations.Preview)
                content(later(answer("addRepository", call(Map.of()).with(body))));

        assertThat(preview.sha256()).isEqualTo(Hash.of(file));
        assertThat(preview.key()).contains(new PublisherKey(publisher.key()).toString());
        Map<String, Object> neither = Map.of("address", "https://x.example/");
        for (var wrong : List.of(with(body, "sha256", Hash.of(file)), with(body, "key", "none"), neither)) {
            assertThatThrownBy(() -> answer("addRepository", call(Map.of()).with(wrong)))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageStartingWith("key: ");
        }
    }

    private Problem refusal(Map<String, Object> body) {
        try {
            later(answer("addRepository", call(Map.of()).with(body)));
        } catch (CompletionException e) {
            return (Problem) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was taken");
    }

    private static Map<String, Object> with(Map<String, Object> body, String key, String value) {
        var more = new java.util.HashMap<>(body);
        more.put(key, value);
        return more;
    }

    private Answer answer(String operation, Call call) throws Exception {
        return operations.operations().get(operation).answer(call);
    }

    private static Call call(Map<String, Object> parameters) {
        return Call.of(Caller.shell(), parameters);
    }

    private static Answer later(Answer answer) {
        return ((Answer.Later) answer.content()).answer().toCompletableFuture().join();
    }

    private static Object content(Answer answer) {
        return ((Answer.Json) answer.content()).value().get();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Answer answer) {
        return (Map<String, Object>) content(answer);
    }
}
