// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/** The house rules that a compiler does not know, over everything that was built. */
class ManifestsTest {

    /** A package name, or an attribute or directive, of a header such as Import-Package. */
    private static final Pattern CLAUSE = Pattern.compile("(?:^|,)([\\w.]+)(?=[;,]|$)");

    private static final Map<String, Manifest> bundles = new TreeMap<>();

    @BeforeAll
    static void readManifests() throws IOException {
        try (Stream<Path> folders = Files.list(Project.root().resolve("bundles"))) {
            for (Path folder : folders.filter(path -> Files.exists(path.resolve("pom.xml")))
                    .toList()) {
                String name = "cloudy." + folder.getFileName();
                Path jar = folder.resolve("target").resolve(name + "-" + Project.version() + ".jar");
                try (var file = new JarFile(jar.toFile())) {
                    bundles.put(name, file.getManifest());
                }
            }
        }
        assertThat(bundles).containsKeys("cloudy.api", "cloudy.registry", "cloudy.mdns");
    }

    @Test
    void everyBundleIsCalledAsItsFolder() {
        bundles.forEach((name, manifest) ->
                assertThat(header(manifest, Constants.BUNDLE_SYMBOLICNAME)).isEqualTo(name));
    }

    @Test
    void onlyTheApiExportsPackages() {
        bundles.forEach((name, manifest) -> {
            if (name.equals("cloudy.api")) {
                assertThat(packages(manifest, Constants.EXPORT_PACKAGE))
                        .isNotEmpty()
                        .allMatch(ManifestsTest::isApi);
            } else {
                assertThat(header(manifest, Constants.EXPORT_PACKAGE)).as(name).isEmpty();
            }
        });
    }

    @Test
    void noBundleImportsAnotherOfOurs() {
        bundles.forEach((name, manifest) -> assertThat(packages(manifest, Constants.IMPORT_PACKAGE))
                .as(name)
                .filteredOn(imported -> imported.startsWith("cloudy."))
                .allMatch(ManifestsTest::isApi));
    }

    @Test
    void noBundleImportsDynamicallyOrRequiresAnother() {
        bundles.forEach((name, manifest) -> {
            assertThat(header(manifest, Constants.DYNAMICIMPORT_PACKAGE))
                    .as(name)
                    .isEmpty();
            assertThat(header(manifest, Constants.REQUIRE_BUNDLE)).as(name).isEmpty();
            assertThat(header(manifest, Constants.BUNDLE_ACTIVATOR)).as(name).isEmpty();
        });
    }

    @Test
    void everyBundleIsInAFeature() throws IOException {
        String features = Files.readString(Project.root().resolve("features/src/main/feature/feature.xml"));
        bundles.keySet()
                .forEach(name -> assertThat(features).contains("mvn:community.cloudy/" + name + "/${project.version}"));
    }

    @Test
    void theBuildVerifiesTheFeatures() throws IOException {
        String pom = Files.readString(Project.root().resolve("features/pom.xml"));
        // The lifecycle runs this id; under another one it verifies nothing and says "Features verified: 0".
        assertThat(pom).contains("<id>default-verify</id>").contains("<feature>cloudy</feature>");
    }

    @Test
    void mainCodeStartsNoShell() throws IOException {
        Predicate<String> shell = Pattern.compile(
                        "\"(/(usr/)?bin/)?(sh|bash|dash|ash|ksh|zsh|busybox|env|xargs|su)\"|Runtime\\.getRuntime\\(\\)\\.exec")
                .asPredicate();
        assertNowhere(file -> file.toString().contains("/src/main/java/"), shell);
    }

    @Test
    void noTestSleeps() throws IOException {
        Predicate<String> sleep = Pattern.compile("\\bsleep\\(").asPredicate();
        // In quotes it may be the code of a bundle that hangs on purpose.
        assertNowhere(file -> file.toString().endsWith(".java"), line -> sleep.test(line.replaceAll("\"[^\"]*\"", "")));
    }

    @Test
    void everySourceFileSaysItsLicence() throws IOException {
        List<Path> silent = new ArrayList<>();
        for (Path file : sources(file -> file.toString().endsWith(".java"))) {
            if (!Files.readString(file).startsWith("// SPDX-License-Identifier: Apache-2.0\n")) {
                silent.add(Project.shown(file));
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void namesNoMachineAndNoPackageRegistry() throws IOException {
        // Put together here, so that this file is not its own finding.
        var forbidden = List.of(
                "/wo" + "rk/",
                "/ro" + "ot/",
                "/tmp/" + "w/",
                "repo1.maven" + ".org",
                "repo.maven.apache" + ".org",
                "registry.npm" + "js.org",
                "deb.deb" + "ian.org",
                "pypi" + ".org");
        assertNowhere(file -> true, line -> forbidden.stream().anyMatch(line::contains));
    }

    @Test
    void leavesNothingUndone() throws IOException {
        assertNowhere(
                file -> file.toString().endsWith(".java"),
                Pattern.compile("TO" + "DO|FIX" + "ME|@Dis" + "abled|@au" + "thor|@Ig" + "nore\\b")
                        .asPredicate());
    }

    @Test
    void noFileIsLongerThanFourHundredLines() throws IOException {
        var long400 = new TreeSet<String>();
        for (Path file : sources(file -> file.toString().contains("/src/main/java/"))) {
            long lines = Files.readString(file).lines().count();
            if (lines > 400) {
                long400.add(Project.shown(file) + " has " + lines);
            }
        }
        assertThat(long400).isEmpty();
    }

    private static boolean isApi(String name) {
        return name.equals("cloudy.api") || name.startsWith("cloudy.api.");
    }

    private static String header(Manifest manifest, String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    private static List<String> packages(Manifest manifest, String name) {
        String unquoted = header(manifest, name).replaceAll("\"[^\"]*\"", "");
        return CLAUSE.matcher(unquoted).results().map(clause -> clause.group(1)).toList();
    }

    private static void assertNowhere(Predicate<Path> where, Predicate<String> what) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(where)) {
            int number = 0;
            for (String line : Files.readString(file).lines().toList()) {
                number++;
                if (what.test(line)) {
                    found.add(Project.shown(file) + ":" + number + ": " + line.strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** Every text file of the project. */
    private static List<Path> sources(Predicate<Path> wanted) {
        try (Stream<Path> all = Files.walk(Project.root())) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> {
                        String path = "/" + Project.shown(file);
                        return !path.contains("/target/")
                                && !path.contains("/node_modules/")
                                && !path.startsWith("/.git")
                                && !path.endsWith(".jar")
                                && !path.endsWith(".png");
                    })
                    .filter(wanted)
                    .toList();
            assertThat(files).isNotEmpty();
            return files;
        } catch (IOException e) {
            return fail(e);
        }
    }
}
