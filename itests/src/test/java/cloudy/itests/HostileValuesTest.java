// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloudy.itests.RecordingServer.Request;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody types, or has a script type, reaches the node as it is, and nothing else. */
class HostileValuesTest {

    private static final int VALUES = 5_000;
    private static final int EACH = 20;

    /** Path, query, properties, a list, pairs, free values. */
    private static final int IN_A_COMMAND = 2 + 5 * EACH;

    /** What shells, curl, jq, addresses and JSON make something of. */
    private static final List<String> PIECES = List.of(
            "$(touch pwned)",
            "`touch pwned`",
            ";touch pwned;",
            "|touch pwned|",
            "&touch pwned&",
            "\ntouch pwned\n",
            "' touch pwned '",
            "\" touch pwned \"",
            "'\"'",
            "\\",
            "\\\\\"",
            "\\n",
            "$HOME",
            "${IFS}",
            "$((1+1))",
            "*",
            "?",
            "[a-z]",
            "{a,b}",
            "{1..9}",
            "~",
            "!!",
            "#",
            "%",
            "%2e%2e%2f",
            "%00",
            "%0d%0aX: y",
            "..",
            "../../etc/passwd",
            ".",
            "/",
            "//",
            ":",
            "@/etc/passwd",
            "@-",
            "<",
            ">pwned",
            ">>pwned",
            "&&",
            "||",
            "=",
            "==",
            ":=",
            "+",
            " ",
            "  ",
            "\t",
            "\r\n",
            "-",
            "--",
            "-o",
            "-K/etc/passwd",
            "--data=@/etc/passwd",
            "--output=pwned",
            "url = \"x\"",
            "\noutput = \"pwned\"\n",
            "\" \noutput = \"pwned",
            "file:///etc/passwd",
            "http://example.org/",
            "null",
            "true",
            "{\"a\":1}",
            "[]",
            "\\(input)",
            "$ENV.HOME",
            "@json",
            "\u001b[31m",
            "\u0007",
            "\u0001",
            "\u007f",
            "à",
            "日本",
            "🙂",
            "\u202e",
            "\u2028",
            "\ufeff",
            "\u00a0",
            "a",
            "Z",
            "0",
            "(touch pwned)",
            "$'\\x41'",
            "%s%n",
            "\u0085");

    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

    @TempDir
    private Path folder;

    private final Random random = new Random(5);
    private RecordingServer node;
    private Typist typist;

    @BeforeEach
    void begin() throws Exception {
        String query =
                IntStream.range(0, EACH).mapToObj(i -> "q" + i + ":string").collect(Collectors.joining(" "));
        String body = IntStream.range(0, EACH)
                .mapToObj(i -> "b" + i + ":string:optional")
                .collect(Collectors.joining(" "));
        String commands = String.join(
                "\t",
                "thing put",
                "POST",
                "/api/v1/things/{id}/parts/{part}",
                "operator",
                "id part",
                query,
                body + " list:array:optional pair:pairs:optional *:any:optional",
                "-",
                "-",
                "Puts a thing\n");
        node = new RecordingServer().offer(commands);
        typist = new Typist(folder, node.url(), commands);
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void everyValueArrivesAsItIs() throws Exception {
        for (int done = 0; done < VALUES; done += IN_A_COMMAND) {
            List<String> values =
                    IntStream.range(0, IN_A_COMMAND).mapToObj(i -> value()).toList();
            Command typed = typist.typeInto("", line(values));
            assertThat(typed.exit()).as(typed.text()).isZero();

            assertThat(node.heard()).singleElement().satisfies(request -> assertThat(values(request))
                    .containsExactlyElementsOf(expected(values)));
        }
        try (var left = Files.list(typist.desk())) {
            assertThat(left).as("what was made where it was typed").isEmpty();
        }
        try (var left = Files.walk(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).doesNotContain("pwned");
        }
    }

    private String value() {
        return random.ints(1 + random.nextInt(4), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .collect(Collectors.joining());
    }

    /** All ways in which a value can be typed. */
    private static List<String> line(List<String> values) {
        var line = new ArrayList<>(List.of("thing", "put"));
        for (int i = 0; i < EACH; i++) {
            if (i % 2 == 0) {
                line.add("--q" + i + '=' + values.get(2 + i));
                line.addAll(List.of("--b" + i, values.get(2 + EACH + i)));
            } else {
                line.addAll(List.of("--q" + i, values.get(2 + i)));
                line.add("--b" + i + '=' + values.get(2 + EACH + i));
            }
            line.add("--list=" + values.get(2 + 2 * EACH + i));
            line.add("--pair=key=" + values.get(2 + 3 * EACH + i));
        }
        line.addAll(List.of("--", values.get(0), values.get(1)));
        for (int i = 0; i < EACH; i++) {
            line.add("free" + i + '=' + values.get(2 + 4 * EACH + i));
        }
        return line;
    }

    /** The texts of the request in the order in which they must come. */
    private static List<String> expected(List<String> values) {
        var expected = new ArrayList<>(values.subList(0, 2 + EACH));
        for (int i = 0; i < EACH; i++) {
            expected.addAll(List.of("b" + i, values.get(2 + EACH + i)));
            if (i == 0) {
                expected.add("list");
                expected.addAll(values.subList(2 + 2 * EACH, 2 + 3 * EACH));
                expected.add("pair");
                values.subList(2 + 3 * EACH, 2 + 4 * EACH)
                        .forEach(value -> expected.addAll(List.of("key", "key", "value", value)));
            }
        }
        for (int i = 0; i < EACH; i++) {
            expected.addAll(List.of("free" + i, values.get(2 + 4 * EACH + i)));
        }
        return expected;
    }

    private static List<String> values(Request request) {
        var values = new ArrayList<String>();
        String[] path = request.uri().getRawPath().split("/", -1);
        assertThat(path).hasSize(7);
        values.add(decoded(path[4]));
        values.add(decoded(path[6]));
        for (String pair : request.uri().getRawQuery().split("&", -1)) {
            assertThat(pair).startsWith("q" + (values.size() - 2) + '=');
            values.add(decoded(pair.substring(pair.indexOf('=') + 1)));
        }
        Matcher text = TEXT.matcher(request.body());
        while (text.find()) {
            values.add(unescaped(text.group(1)));
        }
        return values;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)")
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1).charAt(0)) {
                            case 'n' -> "\n";
                            case 't' -> "\t";
                            case 'r' -> "\r";
                            case 'b' -> "\b";
                            case 'f' -> "\f";
                            case 'u' ->
                                Character.toString(
                                        Integer.parseInt(match.group(1).substring(1), 16));
                            default -> match.group(1);
                        }));
    }
}
