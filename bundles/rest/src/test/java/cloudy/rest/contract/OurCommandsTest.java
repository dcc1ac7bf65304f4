// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contracts of all bundles of this tree: whatever the API can do, the command line can. */
class OurCommandsTest {

    /** Pages, files and probes, which are for browsers and other programs, and signing in, for which there is a token. */
    private static final Set<String> NOT_TYPED = Set.of(
            "getContract",
            "getCommands",
            "getDocs",
            "getDocsStyle",
            "getLiveness",
            "getReadiness",
            "getHealth",
            "getAuthority",
            "getProxyScript",
            "getWpad",
            "getTrust",
            "getPublicPage",
            "getConsoleFile",
            "listPublic",
            "listPages",
            "readBackup",
            "uploadBackup",
            "beginRestore",
            "signIn",
            "signOut");

    private static final List<Route> OURS = new ArrayList<>();

    @BeforeAll
    static void readAll() throws Exception {
        Path bundles = Path.of("").toAbsolutePath().getParent();
        Map<String, Object> common = Yaml.read(Contract.class.getResource("/OSGI-INF/openapi.yaml"));
        Map<String, Object> shared =
                Yaml.object(Yaml.object(common.get("components"), "components").get("parameters"), "parameters");
        // Not all that is in the tree: other bundles are being built meanwhile, and files come and go.
        List<Path> parts = new ArrayList<>();
        try (Stream<Path> rooms = Files.list(bundles)) {
            for (Path folder : rooms.map(room -> room.resolve("src/main/resources/OSGI-INF"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder, 2)) {
                    files.filter(file -> file.toString().matches(".*/OSGI-INF/openapi(/[a-z0-9-]+)?\\.yaml"))
                            .forEach(parts::add);
                }
            }
        }
        for (Path part : parts) {
            String owner = "cloudy." + bundles.relativize(part).getName(0);
            OURS.addAll(new PartReader(owner, shared)
                    .read(Yaml.read(part.toUri().toURL()))
                    .routes());
        }
    }

    @Test
    void everyOperationHasACommand() {
        assertThat(OURS).hasSizeGreaterThan(60);
        assertThat(OURS.stream().filter(route -> route.command().isEmpty()).map(Route::operationId))
                .allMatch(NOT_TYPED::contains, "needs x-cloudy-command in its openapi.yaml");
    }

    @Test
    void noTwoCommandsAreTheSame() {
        assertThat(OURS.stream().flatMap(route -> route.command().stream()).map(CommandWords::words))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(List.of(
                        "run",
                        "start",
                        "stop",
                        "restart",
                        "status",
                        "shell",
                        "build",
                        "version",
                        "help",
                        "setup-code",
                        "trust",
                        "await",
                        "banner",
                        "installed",
                        "rollback"));
    }

    /** A list that a person looks at has columns; one row of a table is one line. */
    @Test
    void everyPagedListHasColumns() {
        assertThat(OURS.stream()
                        .filter(route -> route.parameters().stream()
                                .anyMatch(each -> each.name().equals("cursor")))
                        .flatMap(route -> route.command().stream()))
                .allSatisfy(command -> assertThat(command.columns()).isNotEmpty());
    }
}
