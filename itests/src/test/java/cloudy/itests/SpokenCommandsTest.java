// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.itests.RecordingServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says itself is in the languages of what the node says. */
class SpokenCommandsTest {

    private static final Path SOURCES = Project.root().resolve("distribution/src/main/resources");

    private static final Pattern IN_SHELL = Pattern.compile(
            "(?:^|[\\s(|&{])(?:(?:fail|tell|usage|translated|overdue)|quit [0-9]|row (?:'[^']*'|[A-Z_]+))"
                    + "\\s+(?:\\\\\n\\s*)?'([^']*)'");

    /** A sentence that nobody could put in another language: it is not a plain one in quotes. */
    private static final Pattern ENGLISH_ONLY =
            Pattern.compile("(?:^|[\\s(|&{])(?:fail|tell|usage|quit [0-9])\\s+\"(?!%s\\$|\\$@\")[^\"]*\"");

    private static final Pattern IN_JQ = Pattern.compile("said\\(\"([^\"]*)\"\\)|refuse\\(\\$name; \"([^\"]*)\"\\)");
    private static final Pattern ENTRY =
            Pattern.compile("(?m)^    (?:'([^']*)'|\"([^\"\\\\$`]*)\")\\) text=\"((?:[^\"\\\\$`]|\\\\\")*)\" ;;$");

    private static final Pattern SUMMARY = Pattern.compile("(?m)^ +summary: [\"']?(.+?)[\"']?$");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ca", "es"})
    void everySentenceIsInEachLanguageWithItsValues(String language) throws IOException {
        Map<String, String> words = words(language);
        assertThat(words.keySet()).hasSizeGreaterThan(200).containsExactlyInAnyOrderElementsOf(sentences());
        words.forEach((english, other) -> {
            assertThat(other).as(english).isNotBlank();
            assertThat(other.split("%s", -1)).as(english).hasSameSizeAs(english.split("%s", -1));
            assertThat(other.replace("%s", "")).as(english).doesNotContain("%");
        });
        // Whatever is in the file is an entry: no other code gets in with a translation.
        List<String> lines = Files.readAllLines(SOURCES.resolve("share/words." + language));
        assertThat(lines).filteredOn(line -> line.contains("text=")).hasSize(words.size() + 1);
    }

    @Test
    void noScriptSpeaksEnglishOnly() throws IOException {
        var found = new TreeSet<String>();
        for (Path script : scripts()) {
            ENGLISH_ONLY
                    .matcher(Files.readString(script))
                    .results()
                    .forEach(match -> found.add(
                            script.getFileName() + ": " + match.group().strip()));
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ca_ES.UTF-8 | cloudy: falta id; vegeu: cloudy help pad show | No n'hi ha cap. | a no és cap       | en primer pla    | Una tasca
                    es_AR       | cloudy: falta id; vea: cloudy help pad show   | No hay ninguno. | a no es ninguna   | en primer plano  | Una tarea
                    fr_FR.UTF-8 | cloudy: id is missing; see: cloudy help pad show | There are none. | -a is no option | in the foreground | One job
                    C           | cloudy: id is missing; see: cloudy help pad show | There are none. | -a is no option | in the foreground | One job
                    """)
    void speaksTheLanguageOfTheTerminal(
            String locale, String missing, String none, String option, String foreground, String job) throws Exception {
        String commands =
                """
                pad list\tGET\t/api/v1/pads\tviewer\t-\t-\t-\t-\t-\tAll pads
                pad show\tGET\t/api/v1/pads/{id}\tviewer\tid\t-\t-\t-\t-\tOne job
                """;
        try (var node = new RecordingServer().offer(commands)) {
            node.answer(request -> Reply.json("{\"items\":[]}"));
            Typist typist = new Typist(folder, node.url(), commands).with("LANG", locale);
            assertThat(typist.type("pad", "show").text()).isEqualTo(missing + "\n");
            assertThat(typist.type("pad", "list").text()).isEqualTo(none + "\n");
            assertThat(typist.type("pad", "show", "-a").text()).contains(option);
            assertThat(typist.type("help").text()).contains(foreground);
            // What a stranger's bundle says of its commands is as it says it.
            assertThat(typist.type("pad").text()).contains("All pads", job);
            assertThat(typist.type("help", "pad", "show").text()).contains("\n  " + job + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ca_ES.UTF-8, ja està en marxa, Hola",
        "es_ES.UTF-8, ya está en marcha, Hello",
        "C, running already, Hello"
    })
    void hasTheNodesGreetingInThatLanguageWhereItIsThere(String locale, String running, String greeting)
            throws Exception {
        var typist = new Typist(folder, "", "").with("LANG", locale);
        Files.writeString(typist.run("ready"), "Hello\n");
        Files.writeString(typist.run("ready.ca"), "Hola\n");
        // This process plays the node, which is known by when it began.
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String began = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
        Files.writeString(typist.run("../lock"), ProcessHandle.current().pid() + " " + began + "\n");

        assertThat(typist.type("start").text()).contains(running).endsWith(".\n" + greeting + "\n");
    }

    /** What is typed is never part of a sentence that is looked for, nor of its form. */
    @Test
    void whatIsTypedStaysWhatItIsInEachLanguage() throws Exception {
        String hostile = "%s%n$(touch pwned)`touch pwned`\";touch pwned;\"";
        Typist typist =
                new Typist(folder, "", "pad list\tGET\t/x\tviewer\t-\t-\t-\t-\t-\tAll\n").with("LANG", "ca_ES.UTF-8");
        assertThat(typist.type("pad", "list", hostile).text())
                .isEqualTo("cloudy: " + hostile + " hi sobra; vegeu: cloudy help pad list\n");
        assertThat(typist.type(hostile).text()).contains(hostile);
        try (var left = Files.walk(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).doesNotContain("pwned");
        }
    }

    private static List<Path> scripts() {
        return List.of(
                SOURCES.resolve("bin/cloudy"),
                SOURCES.resolve("share/background"),
                SOURCES.resolve("share/cli"),
                SOURCES.resolve("share/cli-arguments"),
                SOURCES.resolve("share/cli-remote"),
                SOURCES.resolve("share/cli-waits"),
                SOURCES.resolve("share/cli-words"),
                SOURCES.resolve("share/installed"),
                SOURCES.resolve("share/restore"),
                SOURCES.resolve("share/system"));
    }

    private static Set<String> sentences() throws IOException {
        var sentences = new TreeSet<String>();
        for (Path script : scripts()) {
            IN_SHELL.matcher(Files.readString(script))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(sentences::add);
        }
        for (String name : List.of("answer", "help", "request")) {
            IN_JQ.matcher(Files.readString(SOURCES.resolve("share/" + name + ".jq")))
                    .results()
                    .map(SpokenCommandsTest::either)
                    .forEach(sentences::add);
        }
        for (Path contract : contracts()) {
            Stream.of(Files.readString(contract).split("\n +operationId: ", -1))
                    .filter(operation -> operation.contains("\n      x-cloudy-command: "))
                    .flatMap(operation -> SUMMARY.matcher(operation).results())
                    .forEach(match -> sentences.add(match.group(1)));
        }
        // Typed by a person as an answer, and not said.
        sentences.add("yes");
        return sentences;
    }

    private static List<Path> contracts() throws IOException {
        var contracts = new ArrayList<Path>();
        try (Stream<Path> bundles = Files.list(Project.root().resolve("bundles"))) {
            for (Path bundle : bundles.toList()) {
                Path folder = bundle.resolve("src/main/resources/OSGI-INF");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(file -> folder.relativize(file).toString().matches("openapi.*\\.yaml"))
                                .forEach(contracts::add);
                    }
                }
            }
        }
        return contracts;
    }

    private static String either(MatchResult match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    private static Map<String, String> words(String language) throws IOException {
        var words = new TreeMap<String, String>();
        ENTRY.matcher(Files.readString(SOURCES.resolve("share/words." + language)))
                .results()
                .forEach(match -> words.put(either(match), match.group(3)));
        return words;
    }
}
